import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import { jsonShapeProblem } from '../../../../shared/protocol/json-shape.ts';

/** What a frame from a client asks for. */
export type ClientFrame =
  | { kind: 'nothing' }
  | { kind: 'hang-up' }
  | { kind: 'bad'; error: string }
  | { kind: 'message'; message: BackendMessage };

/** Reads a frame as a real backend does: binary, or JSON that is no object, ends the connection. Never throws. */
export function readClientFrame(bytes: Buffer, isBinary: boolean): ClientFrame {
  if (isBinary) return { kind: 'hang-up' };
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { kind: 'nothing' };

  // A real backend gives up on such a text and ends the connection.
  if (jsonShapeProblem(text) !== null) return { kind: 'hang-up' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad', error: 'Invalid JSON format' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'hang-up' };
  if ('type' in value && typeof value.type === 'string') {
    return { kind: 'message', message: value as BackendMessage };
  }
  return { kind: 'bad', error: unknownType('type' in value ? JSON.stringify(value.type) : 'none') };
}

export function unknownType(type: string): string {
  return `Unknown message type: ${type.slice(0, 100)}`;
}
