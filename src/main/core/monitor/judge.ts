import type { MonitorVerdict } from '../../../shared/events/events.ts';
import { canonicalName, isDeprecatedName } from '../../../shared/protocol/names.ts';
import { missingFields, missingFieldsMessage } from '../../../shared/protocol/required-fields.ts';
import { canonicalJson } from './content/canonical-json.ts';
import { History } from './history.ts';
import { shortKey, type Spill } from '../bounded/bounded.ts';

/** What the reference monitor is told of one event. */
export type MonitorEvent = {
  /** When it was recorded, ms; microseconds count, as in the reference. */
  atMs: number;
  type: string;
  data: Readonly<Record<string, unknown>>;
  source: string;
  sessionId: string | null;
  /** The data as it is compared, where that is known already. */
  content?: string;
};

/** What makes two events comparable, beside their type: the reference's source, or something else to try out. */
export type MonitorRules = {
  windowSec: number;
  /** Keys of the data that do not count. */
  ignore: readonly string[];
  sameSource: boolean;
};

export const referenceRules: MonitorRules = {
  windowSec: 5,
  ignore: ['timestamp', 'chunkId'],
  sameSource: true,
};

export type Judgement = {
  verdict: MonitorVerdict;
  /** The text whose equality makes a duplicate. */
  content: string;
  /** Stands for the content where it is too long to be kept. */
  contentKey: string;
};

export type Judge = {
  judge(event: MonitorEvent): Judgement;
  /** Events in histories of TRANSCRIPTION_RESULT and its old name, for the reference's "high volume". */
  retainedTranscriptions(): number;
  historySizes(): IterableIterator<[key: string, size: number]>;
};

type Kept = { key: string; history: History };

export const duplicateAdvice = 'Duplicate event detected - check for double message sending';

const historyBytes = 24 * 1024 * 1024;
// Measured: an empty history, and an entry with its cells in ring and map.
const emptyHistoryBytes = 700;
const historyEntryBytes = 130;

/** The reference monitor's verdict for each event, in constant time and in bounded memory. */
export function createJudge(rules: MonitorRules, spill: Spill): Judge {
  const windowUs = Math.round(rules.windowSec * 1e6);
  const ignored = new Set(rules.ignore);
  const histories = spill.map<Kept>({
    name: 'histories',
    maxBytes: historyBytes,
    write: ({ key, history }) => JSON.stringify([key, history.entries()]),
    read: restoreHistory,
  });
  let retained = 0;

  function historyOf(key: string): History {
    const known = histories.get(key);
    if (known !== undefined) return known.history;
    const history = new History();
    histories.set(key, { key, history }, emptyHistoryBytes);
    return history;
  }

  return {
    judge({ atMs, type, data, source, content = canonicalJson(data, ignored) }) {
      const contentKey = shortKey(content);
      const atUs = Math.round(atMs * 1000);
      const key = rules.sameSource ? `${source}:${type}` : type;
      const history = historyOf(key);
      const isDuplicate = history.has(contentKey, atUs - windowUs);
      const before = history.size();
      history.push(contentKey, atUs);
      if (history.size() > before) {
        histories.grow(key, contentKey.length + historyEntryBytes);
        if (isTranscriptionKey(key)) retained += 1;
      }
      const missing = missingFields(type, data);
      const isDeprecated = isDeprecatedName(type);
      return {
        verdict: verdictOf(type, isDuplicate, isDeprecated, missing),
        content,
        contentKey,
      };
    },
    retainedTranscriptions: () => retained,
    *historySizes() {
      for (const { key, history } of histories.values()) yield [key, history.size()];
    },
  };
}

// Most events are in order and share one verdict.
const inOrder: MonitorVerdict = {
  isDuplicate: false,
  isDeprecated: false,
  validationErrors: [],
  recommendations: [],
};

function verdictOf(
  type: string,
  isDuplicate: boolean,
  isDeprecated: boolean,
  missing: readonly string[],
): MonitorVerdict {
  if (!isDuplicate && !isDeprecated && missing.length === 0) return inOrder;
  const recommendations: string[] = [];
  if (isDeprecated) recommendations.push(`Use '${canonicalName(type)}' instead of '${type}'`);
  if (isDuplicate) recommendations.push(duplicateAdvice);
  return {
    isDuplicate,
    isDeprecated,
    validationErrors: missing.length === 0 ? [] : [missingFieldsMessage(missing)],
    recommendations,
  };
}

function isTranscriptionKey(key: string): boolean {
  return key.includes('TRANSCRIPTION_RESULT') || key.includes('transcription_result');
}

function restoreHistory(text: string): Kept {
  const [key, entries] = JSON.parse(text) as [string, [string, number][]];
  const history = new History();
  for (const [hash, atUs] of entries) history.push(hash, atUs);
  return { key, history };
}
