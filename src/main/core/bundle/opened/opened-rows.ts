import { z } from 'zod';
import { alertSchema } from '../../../../shared/events/alerts.ts';
import { directionSchema, type StoredEvent } from '../../../../shared/events/events.ts';
import { eventKinds } from '../../../../shared/events/event-names.ts';
import {
  analysisReportSchema,
  rulesSchema,
  type AnalysisReport,
} from '../../../../shared/events/findings.ts';
import { healthSpanSchema, type HealthSpan } from '../../../../shared/health/health-row.ts';
import type { Sample } from '../../../../shared/health/sample.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** Rows of a bundle's files as the pages know them. What is none of ours is left out: anybody may have written it. */

const eventSchema = z.object({
  seq: z.number().int().positive(),
  wallMs: z.number(),
  monoMs: z.number().default(0),
  kind: z.enum(eventKinds),
  type: z.string().max(500),
  direction: directionSchema.nullable().default(null),
  sessionId: z.string().max(500).nullable().default(null),
  target: z.string().max(500).nullable().default(null),
  connectionId: z.string().max(500).nullable().default(null),
  generation: z.number().int().nullable().default(null),
  bytes: z.number().int().nullable().default(null),
  reason: z.string().max(20_000).nullable().default(null),
  fields: z.unknown(),
  frame: z.unknown(),
});

/** The frame of an event is its shape: its words stayed at home. */
export function eventIn(line: string): StoredEvent | null {
  const parsed = eventSchema.safeParse(jsonIn(line));
  if (!parsed.success) return null;
  const { frame, fields, ...event } = parsed.data;
  return {
    ...event,
    fields: isRecord(fields) ? fields : {},
    raw:
      frame === null || frame === undefined
        ? null
        : typeof frame === 'string'
          ? frame
          : JSON.stringify(frame),
  };
}

const spanSchema = z
  .object({
    row: z.string(),
    level: z.string(),
    value: z.string().max(2_000),
    from: z.string(),
    until: z.string(),
  })
  .transform(({ row, from, until, ...rest }) => ({
    id: row,
    ...rest,
    fromMs: Date.parse(from),
    untilMs: Date.parse(until),
  }))
  .pipe(healthSpanSchema);

/** Oldest first. */
export function spansIn(text: string | undefined): HealthSpan[] {
  return rowsIn(text, spanSchema).toSorted((a, b) => a.fromMs - b.fromMs);
}

const bundledAlertSchema = z
  .object({ says: z.string() })
  .loose()
  .transform(({ says, ...rest }): unknown => ({ acknowledgedMs: null, ...rest, id: 0, sentence: says }))
  .pipe(alertSchema);

export function alertsIn(text: string | undefined): z.infer<typeof alertSchema>[] {
  return rowsIn(text, bundledAlertSchema).map((alert, index) => ({ ...alert, id: index + 1 }));
}

export function analysisIn(text: string | undefined): AnalysisReport | null {
  const json = jsonIn(text ?? '');
  if (!isRecord(json)) return null;
  const { reference, recommendations, ...rest } = json;
  const advice = Array.isArray(recommendations) ? (recommendations as Record<string, unknown>[]) : [];
  const parsed = analysisReportSchema.safeParse({
    rules: rulesSchema.parse({}),
    ...rest,
    monitor: reference,
    recommendations: advice.map(({ advice: said, ...other }) => ({ ...other, text: said })),
  });
  return parsed.success ? parsed.data : null;
}

export type StepSample = Sample & { stepMs: number };

// A month by the minute is 43,000 rows.
const mostSamples = 50_000;

/** The tables of measurements together, oldest first. */
export function samplesIn(texts: readonly (string | undefined)[]): StepSample[] {
  const rows = new Map<string, StepSample>();
  for (const text of texts) {
    const [head = '', ...lines] = (text ?? '').split('\n', mostSamples);
    const names = head.split(',').slice(4);
    for (const line of lines) {
      const cells = line.split(',');
      const [atMs, stepMs, pid] = cells.slice(1, 4).map(Number);
      if (!isWhole(atMs) || !isWhole(stepMs) || !isWhole(pid)) continue;
      const key = `${stepMs} ${atMs} ${pid}`;
      const row = rows.get(key) ?? { atMs, stepMs, pid, figures: {} };
      rows.set(key, row);
      for (const [index, name] of names.entries()) {
        const cell = cells[index + 4] ?? '';
        const value = Number(cell);
        // Interfaces share one name in a bundle; what they carried is added up.
        if (cell !== '' && Number.isFinite(value)) row.figures[name] = (row.figures[name] ?? 0) + value;
      }
    }
  }
  return [...rows.values()].toSorted((a, b) => a.atMs - b.atMs);
}

function isWhole(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value);
}

export function rowsIn<T>(text: string | undefined, schema: z.ZodType<T>): T[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const parsed = line === '' ? null : schema.safeParse(jsonIn(line));
    return parsed?.success === true ? [parsed.data] : [];
  });
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
