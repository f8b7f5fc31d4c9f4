import { z } from 'zod';
import { causeSchema, verdictSchema } from './causes.ts';
import { eventKinds, usualListLength } from './event-names.ts';

export const directionSchema = z.enum(['in', 'out']);

/** What the reference monitor says of one event. */
export const monitorVerdictSchema = z.object({
  /** The same content came from the same source under the same name within 5 s. */
  isDuplicate: z.boolean(),
  isDeprecated: z.boolean(),
  validationErrors: z.array(z.string()),
  recommendations: z.array(z.string()),
});
export type MonitorVerdict = z.infer<typeof monitorVerdictSchema>;

/** One recorded event, as it is in the database. `seq` is the order in which it was recorded. */
export const storedEventSchema = z.object({
  seq: z.number().int(),
  /** Wall clock, ms since 1970; may jump when the clock is set. */
  wallMs: z.number(),
  /** Monotonic ms of the process that recorded it; comparable within one session only. */
  monoMs: z.number(),
  kind: z.enum(eventKinds),
  /** Message type as sent (`AUDIO_CHUNK`), or the app's own name (`connection.open`). */
  type: z.string(),
  direction: directionSchema.nullable(),
  sessionId: z.string().nullable(),
  target: z.string().nullable(),
  connectionId: z.string().nullable(),
  /** Counts the connections of one session from 1, so that a reconnect can be told. */
  generation: z.number().int().nullable(),
  /** Size of the frame as text in UTF-8 bytes, before compression and WebSocket framing. */
  bytes: z.number().int().nullable(),
  /** The frame as text; an audio payload is replaced by its size and hash. */
  raw: z.string().nullable(),
  /** Parsed fields that lists and analysis read without parsing `raw`. */
  fields: z.record(z.string(), z.unknown()),
  /** Why, in plain words; set when something is not as it should be. */
  reason: z.string().nullable(),
  /** The live monitor's, on frames that are published as they come; it is not stored. */
  verdict: monitorVerdictSchema.optional(),
});
export type StoredEvent = z.infer<typeof storedEventSchema>;

/** An event as a feature hands it to the recorder, which adds order and clocks. */
export type EventDraft = Pick<StoredEvent, 'kind' | 'type'> &
  Partial<Omit<StoredEvent, 'seq' | 'wallMs' | 'monoMs' | 'kind' | 'type' | 'verdict'>> & {
    /** When it happened, where that was before it is handed over. */
    at?: Pick<StoredEvent, 'wallMs' | 'monoMs'>;
  };

/** An event with its clocks, not yet committed. */
export type StampedEvent = Omit<StoredEvent, 'seq' | 'verdict'>;

/** All that a draft says of its event, and nothing left open; clocks and order come with recording. */
export function wholeOf(draft: EventDraft): Omit<StampedEvent, 'wallMs' | 'monoMs'> {
  return {
    kind: draft.kind,
    type: draft.type,
    direction: draft.direction ?? null,
    sessionId: draft.sessionId ?? null,
    target: draft.target ?? null,
    connectionId: draft.connectionId ?? null,
    generation: draft.generation ?? null,
    bytes: draft.bytes ?? null,
    raw: draft.raw ?? null,
    fields: draft.fields ?? {},
    reason: draft.reason ?? null,
  };
}

export const eventFilterSchema = z.object({
  sessionId: z.string().optional(),
  type: z.string().optional(),
  kind: z.enum(eventKinds).optional(),
  direction: directionSchema.optional(),
  target: z.string().optional(),
  connectionId: z.string().optional(),
  /** Words that must all be in the event: in its type, its reason or its frame. The last may be the start of one. */
  text: z.string().max(1_000).optional(),
  /** Only frames of which the reference monitor says this. */
  verdict: verdictSchema.optional(),
  /** Only frames that are evidence of this cause of duplicates. */
  cause: causeSchema.optional(),
  /** Only frames of at least, and at most, so many bytes. */
  minBytes: z.number().min(0).optional(),
  maxBytes: z.number().min(0).optional(),
  /** Only events recorded at or after this wall clock time, ms since 1970. */
  sinceMs: z.number().optional(),
  /** Only events recorded before this wall clock time, ms since 1970. */
  untilMs: z.number().optional(),
  /** Only events before this one in order: the cursor for the next older page. */
  beforeSeq: z.number().int().optional(),
  /** Only events after this one in order: the cursor for following new events. */
  afterSeq: z.number().int().optional(),
  limit: z.number().int().min(1).max(10_000).default(usualListLength),
});
export type EventFilter = z.input<typeof eventFilterSchema>;

/** What a filter asks for, apart from the place in the list. */
export const eventConditionsSchema = eventFilterSchema.omit({ beforeSeq: true, afterSeq: true, limit: true });
export type EventConditions = z.infer<typeof eventConditionsSchema>;

/** How many events match, and the order numbers of the oldest and the newest of them. */
export const eventCountSchema = z.object({
  total: z.number().int(),
  oldestSeq: z.number().int().nullable(),
  newestSeq: z.number().int().nullable(),
});
export type EventCount = z.infer<typeof eventCountSchema>;

/** How many events match, by the time at which they were recorded. */
export const histogramSchema = z.object({
  /** Wall clock at which the first bar begins, ms since 1970, and how long each bar is. */
  fromMs: z.number(),
  stepMs: z.number(),
  /** One for each bar, oldest first; empty when there is nothing. */
  counts: z.array(z.number().int()),
});
export type Histogram = z.infer<typeof histogramSchema>;

/** A session that has events. `title` is absent when neither a recording nor an import of that id is known. */
export const eventSessionSchema = z.object({
  sessionId: z.string(),
  title: z.string().nullable(),
  newestSeq: z.number().int(),
});
export type EventSession = z.infer<typeof eventSessionSchema>;

/** One run of an import. `importId` is the session id of imported frames that name none. */
export type EventImport = {
  importId: string;
  file: string;
  format: string;
  /** Wall clock, ms since 1970. */
  importedMs: number;
  firstSeq: number;
  lastSeq: number;
  events: number;
  skipped: number;
};
