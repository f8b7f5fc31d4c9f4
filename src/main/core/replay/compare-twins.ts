import { compareReports } from '../../../shared/events/compare-reports.ts';
import { sessionFindingsOf, type AnalysisReport } from '../../../shared/events/findings.ts';
import type { TwinComparison } from '../../../shared/replay/replay.ts';
import type { PlayedResult } from './open-session.ts';
import { say, sentence, type Sentence } from '../../../shared/words/all-words.ts';

type Both<T> = readonly [a: T, b: T];

/** What two targets made of the same audio, side by side. */
export function compareTwins(twins: {
  reports: Both<AnalysisReport>;
  results: Both<readonly PlayedResult[]>;
  speed: number;
}): TwinComparison {
  const [a, b] = twins.reports;
  const { messages, bytes, results, resultsPerTranscription, byType } = compareReports(a, b);
  const byCause = { a: sessionFindingsOf(a).byCause, b: sessionFindingsOf(b).byCause };
  const wordDifference = differenceOf(wordsOf(twins.results[0]), wordsOf(twins.results[1]));
  return {
    messages: plain(messages),
    bytes: plain(bytes),
    results: plain(results),
    resultsPerTranscription: plain(resultsPerTranscription),
    byCause,
    wordDifference,
    latencyMs: { a: latencyOf(twins.results[0]), b: latencyOf(twins.results[1]) },
    byType: byType.map((one) => ({
      type: one.type,
      direction: one.direction,
      messages: plain(one.messages),
      bytes: plain(one.bytes),
    })),
    lines: alignedLines(twins.results, twins.speed),
    verdict: verdictOf({ byCause, wordDifference, results: plain(results) }),
  };
}

function plain({ a, b }: { a: number; b: number }): { a: number; b: number } {
  return { a, b };
}

function wordsOf(results: readonly PlayedResult[]): string[] {
  return results.flatMap(({ text }) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}']+/u)
      .filter((word) => word !== ''),
  );
}

// The table of all pairs of words must not be longer than a moment's work.
const mostWords = 5_000;

/** Words outside of the longest sequence that both sides have. */
export function differenceOf(a: readonly string[], b: readonly string[]): { a: number; b: number } {
  const [first, second] = [a.slice(0, mostWords), b.slice(0, mostWords)];
  let row = new Uint32Array(second.length + 1);
  for (const word of first) {
    const next = new Uint32Array(second.length + 1);
    for (let at = 1; at <= second.length; at += 1)
      next[at] = second[at - 1] === word ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0);
    row = next;
  }
  const common = row[second.length] ?? 0;
  return { a: first.length - common, b: second.length - common };
}

function latencyOf(results: readonly PlayedResult[]): TwinComparison['latencyMs']['a'] {
  const sorted = results.map(({ atMs, lastSentMs }) => atMs - lastSentMs).toSorted((x, y) => x - y);
  const at = (share: number): number | null => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? null : Math.round(value);
  };
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

// A backend fills a buffer of so many seconds for each result.
const bufferSec = 3;

/** By the buffer whose last audio was on its way when the words came. */
function alignedLines(results: Both<readonly PlayedResult[]>, speed: number): TwinComparison['lines'] {
  const lines = new Map<number, { a: string | null; b: string | null }>();
  const sides = ['a', 'b'] as const;
  for (const side of sides) {
    for (const { text, lastSentMs } of results[side === 'a' ? 0 : 1]) {
      const buffer = Math.round(((lastSentMs / 1_000) * speed) / bufferSec);
      const line = lines.get(buffer) ?? { a: null, b: null };
      line[side] = line[side] === null ? text : `${line[side]} ${text}`;
      lines.set(buffer, line);
    }
  }
  return [...lines]
    .toSorted(([x], [y]) => x - y)
    .map(([buffer, line]) => ({ atSec: buffer * bufferSec, ...line }));
}

/** What differs, and what would confirm it. */
function verdictOf({
  byCause,
  wordDifference,
  results,
}: Pick<TwinComparison, 'byCause' | 'wordDifference' | 'results'>): string {
  const differences: Sentence[] = [];
  const causes = new Set([...Object.keys(byCause.a), ...Object.keys(byCause.b)]) as Set<
    keyof typeof byCause.a
  >;
  for (const cause of causes) {
    const [inA, inB] = [byCause.a[cause] ?? 0, byCause.b[cause] ?? 0];
    if (inA === inB) continue;
    const side = inA > inB ? 'a' : 'b';
    differences.push(sentence('twin.more', { cause, side, a: inA, b: inB }));
  }
  if (results.a !== results.b) differences.push(sentence('twin.results', results));
  if (wordDifference.a + wordDifference.b > 0) differences.push(sentence('twin.words', wordDifference));
  if (differences.length === 0) return say('twin.same');
  return say('twin.differs', { differences });
}
