import { z } from 'zod';
import { alertSchema } from '../events/alerts.ts';
import { eventMarksSchema, markProgressSchema } from '../events/causes.ts';
import {
  eventConditionsSchema,
  eventCountSchema,
  eventFilterSchema,
  eventSessionSchema,
  histogramSchema,
  storedEventSchema,
} from '../events/events.ts';
import { erasureSchema } from '../events/erasure.ts';
import { comparisonSchema } from '../events/compare-reports.ts';
import { analysisReportSchema, rangeSchema, rulesSchema } from '../events/findings.ts';

/** Events, what they are judged to be, and alerts, a part of the commands in contract.ts. */
export const eventCommands = {
  'events.list': { input: eventFilterSchema, output: z.array(storedEventSchema) },
  /** How many events match; a page that scrolls asks once for each filter. */
  'events.count': { input: eventConditionsSchema, output: eventCountSchema },
  /** What there is to filter by. */
  'events.choices': {
    input: z.object({}),
    output: z.object({
      types: z.array(z.string()),
      sessions: z.array(eventSessionSchema),
      targets: z.array(z.string()),
    }),
  },
  /** When the events that match were recorded, in at most so many bars. */
  'events.histogram': {
    input: z.object({
      conditions: eventConditionsSchema,
      bars: z.number().int().min(1).max(500).default(120),
    }),
    output: histogramSchema,
  },
  /**
   * How far the events can be chosen by verdict and cause. It is stored and goes on as they come; after an import, or
   * new rules, lists by verdict and cause miss what lies behind `markedSeq` for a while.
   */
  'analysis.marking': { input: z.object({}), output: markProgressSchema },
  /** What the analysis of everything stored says of these events; those of which it says nothing are left out. */
  'analysis.marks': {
    input: z.object({ seqs: z.array(z.number().int()).max(1_000) }),
    output: z.array(eventMarksSchema),
  },
  /** Deletes the events of one session, such as an import. A recording is deleted with `sessions.delete`. */
  'events.delete': {
    input: z.object({ sessionId: z.string().min(1) }),
    output: erasureSchema.extend({ deleted: z.number().int() }),
  },
  /** The history of alerts, the one raised last first. */
  'alerts.list': {
    input: z.object({
      limit: z.number().int().min(1).max(1000).default(100),
      openOnly: z.boolean().default(false),
    }),
    output: z.array(alertSchema),
  },
  /** Acknowledges one alert, or all; answers those that are still open. */
  'alerts.acknowledge': {
    input: z.object({ id: z.number().int().optional() }),
    output: z.array(alertSchema),
  },
  /** Analyses what is stored now; a million events take some seconds. */
  'analysis.run': {
    input: z.object({ range: rangeSchema.default({}), rules: rulesSchema.prefault({}) }),
    output: analysisReportSchema,
  },
  /** The same events under the usual rules and under others. */
  'analysis.whatIf': {
    input: z.object({ range: rangeSchema.default({}), rules: rulesSchema }),
    output: z.object({ usual: analysisReportSchema, changed: analysisReportSchema }),
  },
  /** `a` is the one before, `b` the one after. */
  'analysis.compare': { input: z.object({ a: rangeSchema, b: rangeSchema }), output: comparisonSchema },
  /** The events that a finding names, those that are still stored. */
  'analysis.events': {
    input: z.object({ ids: z.array(z.number().int()).max(100) }),
    output: z.array(storedEventSchema),
  },
} as const;
