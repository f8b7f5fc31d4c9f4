import { z } from 'zod';
import { isByDesign } from './finding-rules.ts';
import { causeSchema, trafficSchema, type AnalysisReport } from './findings.ts';

const pairSchema = z.object({ a: z.number(), b: z.number(), changePercent: z.number().nullable() });
export type Pair = z.infer<typeof pairSchema>;

/** Two analyses side by side; `a` is the one before, `b` the one after. */
export const comparisonSchema = z.object({
  messages: pairSchema,
  bytes: pairSchema,
  duplicates: pairSchema,
  deprecated: pairSchema,
  /** Results under any name, and the transcriptions that they tell. */
  results: pairSchema,
  transcriptions: pairSchema,
  /** Between sessions of different length, only what one transcription costs can be compared. */
  resultsPerTranscription: pairSchema,
  resultBytesPerTranscription: pairSchema,
  byType: z.array(
    trafficSchema.pick({ type: true, direction: true }).extend({ messages: pairSchema, bytes: pairSchema }),
  ),
  byCause: z.array(z.object({ cause: causeSchema, repeats: pairSchema })),
  /**
   * The testing guide asks for half: of the results for one transcription, and of their bytes. `null` where there is
   * nothing to compare with, or nothing left to halve.
   */
  halvesResults: z.boolean().nullable(),
  halvesBytes: z.boolean().nullable(),
  /** Of all messages, audio and status among them: no bar, because most of them have to be. */
  halvesMessages: z.boolean().nullable(),
  verdict: z.string(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** The testing guide's bar: at least so much less than before. */
const barPercent = -50;

export function compareReports(a: AnalysisReport, b: AnalysisReport): Comparison {
  const messages = pairOf(messagesOf(a), messagesOf(b));
  const results = perTranscription(a, b, 'messages');
  const resultBytes = perTranscription(a, b, 'bytes');
  const bars = barsOf(results, resultBytes);
  return {
    messages,
    bytes: pairOf(bytesOf(a), bytesOf(b)),
    duplicates: pairOf(a.duplicates, b.duplicates),
    deprecated: pairOf(a.monitor.deprecated, b.monitor.deprecated),
    results: pairOf(a.results.messages, b.results.messages),
    transcriptions: pairOf(a.results.transcriptions, b.results.transcriptions),
    resultsPerTranscription: results,
    resultBytesPerTranscription: resultBytes,
    byType: typesOf(a, b),
    byCause: causesOf(a, b),
    ...bars,
    halvesMessages: isHalved(messages),
    verdict: verdictOf(results, resultBytes, bars),
  };
}

function perTranscription(a: AnalysisReport, b: AnalysisReport, what: 'messages' | 'bytes'): Pair {
  const of = ({ results }: AnalysisReport): number =>
    results.transcriptions === 0 ? 0 : results[what] / results.transcriptions;
  const { changePercent } = pairOf(of(a), of(b));
  return { a: round(of(a)), b: round(of(b)), changePercent };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

type Bars = Pick<Comparison, 'halvesResults' | 'halvesBytes'>;

function barsOf(results: Pair, bytes: Pair): Bars {
  if (results.a === 0 || results.b === 0) return { halvesResults: null, halvesBytes: null };
  // Who sends each result once cannot send half of it.
  if (results.a <= 1 && results.b <= 1)
    return { halvesResults: null, halvesBytes: isHalved(bytes) ? true : null };
  return { halvesResults: isHalved(results), halvesBytes: isHalved(bytes) };
}

function isHalved({ changePercent }: Pair): boolean | null {
  return changePercent === null ? null : changePercent <= barPercent;
}

function pairOf(a: number, b: number): Pair {
  return { a, b, changePercent: a === 0 ? null : Math.round(((b - a) / a) * 1000) / 10 };
}

function messagesOf({ traffic }: AnalysisReport): number {
  return traffic.reduce((sum, { messages }) => sum + messages, 0);
}

function bytesOf({ traffic }: AnalysisReport): number {
  return traffic.reduce((sum, { bytes }) => sum + bytes, 0);
}

function typesOf(a: AnalysisReport, b: AnalysisReport): Comparison['byType'] {
  const keyOf = ({ direction, type }: AnalysisReport['traffic'][number]): string => `${direction} ${type}`;
  const before = new Map(a.traffic.map((traffic) => [keyOf(traffic), traffic]));
  const after = new Map(b.traffic.map((traffic) => [keyOf(traffic), traffic]));
  return [...new Map([...before, ...after])].map(([key, { type, direction }]) => ({
    type,
    direction,
    messages: pairOf(before.get(key)?.messages ?? 0, after.get(key)?.messages ?? 0),
    bytes: pairOf(before.get(key)?.bytes ?? 0, after.get(key)?.bytes ?? 0),
  }));
}

function causesOf(a: AnalysisReport, b: AnalysisReport): Comparison['byCause'] {
  const before = new Map(a.byCause.map(({ cause, repeats }) => [cause, repeats]));
  const after = new Map(b.byCause.map(({ cause, repeats }) => [cause, repeats]));
  return [...new Map([...before, ...after]).keys()]
    .filter((cause) => !isByDesign(cause))
    .map((cause) => ({ cause, repeats: pairOf(before.get(cause) ?? 0, after.get(cause) ?? 0) }));
}

function verdictOf(results: Pair, bytes: Pair, { halvesResults, halvesBytes }: Bars): string {
  if (results.a === 0) return 'There is nothing to compare with: the first has no results.';
  if (results.b === 0) return 'There is nothing to compare: the second has no results.';
  const bytesText = `${Math.round(bytes.a)} bytes for each before, ${Math.round(bytes.b)} after, ${changeOf(bytes)}`;
  if (halvesResults === null)
    return `Each transcription came once before and after, so there is nothing left to halve; ${bytesText}.`;
  const met = (isMet: boolean | null): string => (isMet === true ? 'met' : 'missed');
  return `The bar of 50 % fewer results for one transcription is ${met(halvesResults)}: ${results.a} before, ${results.b} after, ${changeOf(results)}. In bytes it is ${met(halvesBytes)}: ${bytesText}.`;
}

function changeOf({ changePercent }: Pair): string {
  if (changePercent === null || changePercent === 0) return 'no change';
  return changePercent < 0 ? `${-changePercent} % less` : `${changePercent} % more`;
}
