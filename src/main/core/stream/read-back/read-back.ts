import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import { z } from 'zod';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { isSpeech } from '../../../../shared/protocol/names.ts';
import { isLoopbackHttpUrl } from '../../../../shared/settings/targets/resolve-target.ts';
import { endOfError, httpGet, type RestPlace } from '../../network/network.ts';
import type { ReadBack, RecordEvent } from '../../ports/ports.ts';
import { compareStored } from './compare-stored.ts';
import { say, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

// Whoever has pressed Stop waits for it.
const timeoutMs = 5_000;
// Eight hours of talk take 2 MB, twice for the row that repeats all of it.
const mostBytes = 8_000_000;
const mostRows = 20_000;
const mostLetters = 20_000;
// Some targets have a name of their own for a meeting.
const mostNames = 3;

const meetingSchema = z.object({ transcripts: z.array(z.unknown()) });
const rowSchema = z.object({ text: z.string() });

/**
 * Asks a target's REST side, by its one route that only reads, what it stored of a meeting, and makes lines of the words
 * that never arrived. Never rejects: what cannot be read is told as an event.
 */
export function createReadBack(options: {
  target: string;
  rest: RestPlace;
  userAgent: string;
  record: RecordEvent;
}): ReadBack {
  const { target, rest, record } = options;

  /** `null` for a meeting that it does not know. */
  async function ask(name: string, signal: AbortSignal): Promise<unknown[] | null> {
    if (rest.base.startsWith('http:') && !isLoopbackHttpUrl(rest.base))
      throw unusable(sentence('stream.rest-not-encrypted'));
    const answer = await httpGet(`${rest.base}/get-meeting/${encodeURIComponent(name)}`, {
      route: await rest.findRoute(),
      headers: { 'User-Agent': options.userAgent, Accept: 'application/json', ...rest.headers },
      signal,
      mostBytes,
    });
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw unusable(sentence('stream.rest-http', { status: answer.status }));
    if (answer.isCut) throw unusable(sentence('stream.rest-too-long', { mb: mostBytes / 1_000_000 }));
    return rowsIn(answer.body);
  }

  async function askAll(names: readonly string[], signal: AbortSignal): Promise<unknown[] | null> {
    for (const name of names.slice(0, mostNames)) {
      const rows = await ask(name, signal);
      if (rows !== null) return rows;
    }
    return null;
  }

  const limited = (signal: AbortSignal): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);

  return {
    count: (meetingId, signal) =>
      ask(meetingId, limited(signal)).then(
        (rows) => rows?.length ?? 0,
        () => 0,
      ),
    async missing({ sessionId, names, shown, earlierRows, endSec, signal }) {
      const place = { kind: 'stream', sessionId, target } as const;
      try {
        const rows = await askAll(names, limited(signal));
        if (rows === null) throw unusable(sentence('stream.rest-no-meeting'));
        const stored = rows.slice(earlierRows).flatMap(wordsIn);
        const { missing, notStored } = compareStored(shown, stored, endSec);
        const fields = { stored: stored.length, shown: shown.length, missing: missing.length, notStored };
        record({ ...place, type: 'read-back.done', fields });
        if (missing.length > 0)
          record({
            ...place,
            type: 'receipt.note',
            reason: say('note.read-back', { target, lines: missing.length }),
          });
        return missing;
      } catch (error) {
        if (signal.aborted) return [];
        const reason = say('stream.not-read-back', { target, why: whyOf(error) });
        record({ ...place, type: 'read-back.failed', reason });
        return [];
      }
    },
  };
}

function rowsIn(body: string): unknown[] {
  const meeting = meetingSchema.safeParse(parsed(body));
  if (!meeting.success) throw unusable(sentence('stream.rest-other'));
  return meeting.data.transcripts.slice(0, mostRows);
}

function wordsIn(row: unknown): string[] {
  const read = rowSchema.safeParse(row);
  return read.success && isSpeech(read.data.text) ? [read.data.text.slice(0, mostLetters)] : [];
}

function parsed(body: string): unknown {
  try {
    return parseForeignJson(body);
  } catch {
    return null;
  }
}

function unusable(why: Sentence): AppError {
  return new AppError('target-refused', sentence('stream.read-back-failed', { why }));
}

function whyOf(error: unknown): string | Sentence {
  if (error instanceof AppError) return saidBy(error);
  return endOfError(error instanceof Error ? error : new Error(String(error))).said;
}
