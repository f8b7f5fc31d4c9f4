import { z } from 'zod';
import { causeSchema, isByDesign, trafficSchema, type AnalysisReport } from './findings.ts';

const pairSchema = z.object({ a: z.number(), b: z.number(), changePercent: z.number().nullable() });
export type Pair = z.infer<typeof pairSchema>;

/** Two analyses side by side; `a` is the one before, `b` the one after. */
export const comparisonSchema = z.object({
  messages: pairSchema,
  bytes: pairSchema,
  duplicates: pairSchema,
  deprecated: pairSchema,
  byType: z.array(
    trafficSchema.pick({ type: true, direction: true }).extend({ messages: pairSchema, bytes: pairSchema }),
  ),
  byCause: z.array(z.object({ cause: causeSchema, repeats: pairSchema })),
  /** The testing guide asks for half the messages; `null` where there is nothing to compare with. */
  halvesMessages: z.boolean().nullable(),
  verdict: z.string(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** The testing guide's bar: at least so much less than before. */
const barPercent = -50;

export function compareReports(a: AnalysisReport, b: AnalysisReport): Comparison {
  const messages = pairOf(messagesOf(a), messagesOf(b));
  const halvesMessages = messages.changePercent === null ? null : messages.changePercent <= barPercent;
  return {
    messages,
    bytes: pairOf(bytesOf(a), bytesOf(b)),
    duplicates: pairOf(a.duplicates, b.duplicates),
    deprecated: pairOf(a.monitor.deprecated, b.monitor.deprecated),
    byType: typesOf(a, b),
    byCause: causesOf(a, b),
    halvesMessages,
    verdict: verdictOf(messages, halvesMessages),
  };
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

function verdictOf({ a, b, changePercent }: Pair, halvesMessages: boolean | null): string {
  if (changePercent === null || halvesMessages === null)
    return 'There is nothing to compare with: the first has no messages.';
  const change = changePercent <= 0 ? `${-changePercent} % fewer` : `${changePercent} % more`;
  const bar = halvesMessages
    ? 'The bar of 50 % fewer messages is met'
    : 'The bar of 50 % fewer messages is missed';
  return `${bar}: ${a} messages before, ${b} after, ${change}.`;
}
