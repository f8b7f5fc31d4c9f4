import { z } from 'zod';
import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import { storedEventSchema, type StampedEvent } from '../../../../shared/events/events.ts';
import { maxReadableChars } from '../frame-event.ts';
import { takeOutAudio, withoutLongBase64 } from '../take-out-audio.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** A line that became an event, with what was noticed, or why it did not. */
export type ReadLine =
  { ok: true; event: StampedEvent; notes: Sentence[] } | { ok: false; problem: string | Sentence };

// Of our own export, `fields` are a few short values.
const maxFieldsChars = 256 * 1024;
const maxTypeChars = 200;

const { shape } = storedEventSchema;
const lineSchema = z.object({
  wallMs: z.number(),
  monoMs: z.number().optional(),
  kind: shape.kind,
  type: shape.type.min(1),
  direction: shape.direction.default(null),
  sessionId: shape.sessionId.default(null),
  target: shape.target.default(null),
  connectionId: shape.connectionId.default(null),
  generation: shape.generation.default(null),
  bytes: shape.bytes.default(null),
  raw: shape.raw.default(null),
  reason: shape.reason.default(null),
  // Zod's record drops a key "__proto__", so they are taken as they are.
  fields: z.custom<Record<string, unknown>>(isRecord, 'Invalid input: expected object').default({}),
});

/**
 * Reads what our own export wrote: `seq` is given anew, everything else stays. Audio does not come in this way either.
 */
export function readEventLine(value: unknown): ReadLine {
  if (!isRecord(value)) return { ok: false, problem: sentence('line.not-object') };
  const missing = ['wallMs', 'kind', 'type'].filter((name) => value[name] === undefined);
  if (missing.length > 0)
    return { ok: false, problem: sentence('line.lacks', { names: missing.join(', ') }) };
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problem: describe(parsed.error) };
  const line = parsed.data;
  if (JSON.stringify(line.fields).length > maxFieldsChars) {
    return { ok: false, problem: sentence('line.long-fields', { chars: maxFieldsChars }) };
  }
  const notes: Sentence[] = [];
  const event: StampedEvent = {
    ...line,
    monoMs: line.monoMs ?? line.wallMs,
    type: clean(line.type.slice(0, maxTypeChars)),
    sessionId: cleanOrNull(line.sessionId),
    target: cleanOrNull(line.target),
    connectionId: cleanOrNull(line.connectionId),
    raw: line.raw === null ? null : cleanRaw(line.raw, line.kind, notes),
    fields: cleanFields(line.fields, notes),
    reason: cleanOrNull(line.reason),
  };
  return { ok: true, event, notes };
}

function describe(error: z.ZodError): Sentence {
  const fields = error.issues.map(({ path, message }) =>
    sentence('line.bad-field', { path: path.join('.'), what: message }),
  );
  return sentence('line.bad-fields', { fields });
}

const replaced = sentence('line.audio-replaced');

function cleanRaw(raw: string, kind: StampedEvent['kind'], notes: Sentence[]): string {
  const frame = decodeFrame(raw);
  const message = kind === 'frame' && frame.ok ? frame.message : null;
  const { text, isCut } = takeOutAudio(raw, message, maxReadableChars);
  if (isCut) notes.push(sentence('line.frame-cut'));
  if (isCut ? !raw.startsWith(text.slice(0, -1)) : text !== raw) notes.push(replaced);
  return text.toWellFormed();
}

function cleanFields(fields: Record<string, unknown>, notes: Sentence[]): Record<string, unknown> {
  const cleaned = JSON.stringify(fields, (_key, value: unknown) =>
    typeof value === 'string' ? clean(value) : value,
  );
  if (cleaned.length < JSON.stringify(fields).length) notes.push(replaced);
  return JSON.parse(cleaned) as Record<string, unknown>;
}

/** SQLite keeps text as UTF-8, which has no half characters. */
function clean(text: string): string {
  return withoutLongBase64(text).toWellFormed();
}

function cleanOrNull(text: string | null): string | null {
  return text === null ? null : clean(text);
}
