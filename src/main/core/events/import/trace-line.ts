import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import type { StampedEvent } from '../../../../shared/events/events.ts';
import { frameEvent } from '../frame-event.ts';
import type { ReadLine } from './event-line.ts';

/** A frame of a trace: `dir` is seen from the client, as our own directions are. */
const traceLineSchema = z.object({
  t_ms: z.number().refine((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER, 'Too large for a time'),
  dir: z.enum(['in', 'out']),
  conn: z.union([z.string(), z.number().transform(String)]).optional(),
  raw: z.string(),
  binary: z.boolean().optional(),
});
export type TraceLine = z.infer<typeof traceLineSchema>;

export function isTraceLine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 't_ms' in value && !('wallMs' in value);
}

export function parseTraceLine(
  value: unknown,
): { ok: true; line: TraceLine } | { ok: false; problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problem: 'it is not an object' };
  }
  const missing = ['t_ms', 'dir', 'raw'].filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) return { ok: false, problem: `it has no ${missing.join(', ')}` };
  const parsed = traceLineSchema.safeParse(value);
  if (parsed.success) return { ok: true, line: parsed.data };
  const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, problem: why.join('; ') };
}

/** What a trace as a whole tells about each of its lines. */
export type TracePlace = {
  sessionId: string;
  /** Wall clock of `t_ms` 0. */
  baseMs: number;
  generationOf: (conn: string) => number | null;
};

/** The event that live recording would have made of the frame. */
export function traceEvent(line: TraceLine, place: TracePlace): ReadLine {
  const { t_ms: atMs, dir, raw, conn } = line;
  const at = { wallMs: place.baseMs + atMs, monoMs: atMs };
  const where = {
    sessionId: place.sessionId,
    target: null,
    connectionId: conn?.toWellFormed() ?? null,
    generation: conn === undefined ? null : place.generationOf(conn),
  };
  if (line.binary === true)
    return { ok: true, event: { ...binaryFrame(dir, raw), ...at, ...where }, notes: [] };
  const frame = decodeFrame(raw);
  const draft = frameEvent({
    direction: dir,
    raw,
    message: frame.ok ? frame.message : null,
    reason: frame.ok ? null : frame.reason,
    sessionId: place.sessionId,
    target: '',
    connectionId: conn ?? '',
    generation: 0,
  });
  const event: StampedEvent = {
    kind: 'frame',
    type: draft.type,
    direction: dir,
    bytes: draft.bytes ?? null,
    raw: draft.raw ?? null,
    fields: draft.fields ?? {},
    reason: draft.reason ?? null,
    ...at,
    ...where,
  };
  const isCut = event.fields.keptChars !== undefined;
  return { ok: true, event, notes: isCut ? ['its frame is too long to be kept whole'] : [] };
}

type FrameFacts = Pick<StampedEvent, 'kind' | 'type' | 'direction' | 'bytes' | 'raw' | 'fields' | 'reason'>;

/** A binary frame may be audio: its size and hash are kept, as with every other. */
function binaryFrame(direction: 'in' | 'out', base64: string): FrameFacts {
  const payload = Buffer.from(base64, 'base64');
  const sender = direction === 'in' ? 'target' : 'client';
  return {
    kind: 'connection',
    type: 'frame.binary',
    direction,
    bytes: payload.length,
    raw: null,
    fields: { sha256: createHash('sha256').update(payload).digest('hex') },
    reason: `The ${sender} sent a binary frame; the protocol has text frames only.`,
  };
}
