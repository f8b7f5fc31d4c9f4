import type { StoredEvent } from '../../../../shared/events/events.ts';

/**
 * Writes text frames as a trace: times in ms from the first one, directions as the client sees them. Audio was
 * replaced by its size and hash when the frame was recorded.
 */
export function traceWriter(): (event: StoredEvent) => string | null {
  let baseMs: number | null = null;
  return ({ kind, wallMs, direction, connectionId, raw }) => {
    if (kind !== 'frame' || direction === null || raw === null) return null;
    baseMs ??= wallMs;
    // A microsecond is finer than any clock that stamped it, and hides the error of the subtraction.
    const atMs = Math.round((wallMs - baseMs) * 1_000) / 1_000;
    const conn = connectionId === null ? {} : { conn: connectionId };
    return `${JSON.stringify({ t_ms: atMs, dir: direction, ...conn, raw })}\n`;
  };
}
