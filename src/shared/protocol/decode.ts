import { messageOf } from '../errors.ts';
import { parseForeignJson } from './json-shape.ts';
import { parsePythonJson } from './python-json.ts';

/** A text frame that is a JSON object with a `type`. The rest of it is not checked here. */
export type BackendMessage = { type: string } & Readonly<Record<string, unknown>>;

export type DecodedFrame = { ok: true; message: BackendMessage } | { ok: false; reason: string };

/**
 * Reads one text frame. Never throws: a bad frame has a reason, and is an event like any other. The reason repeats
 * nothing of the frame. JSON.parse keeps `__proto__` as an own key, so nothing in a frame can reach a prototype.
 */
export function decodeFrame(raw: string): DecodedFrame {
  let value: unknown;
  try {
    value = parseForeignJson(raw, parsePythonJson);
  } catch (error) {
    return { ok: false, reason: `The frame can't be read: ${messageOf(error)}.` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'The frame is JSON but not an object' };
  }
  if (!('type' in value) || typeof value.type !== 'string') {
    return { ok: false, reason: 'The message has no "type"' };
  }
  return { ok: true, message: value as BackendMessage };
}
