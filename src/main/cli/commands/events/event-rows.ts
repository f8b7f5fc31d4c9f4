import type { StoredEvent } from '../../../../shared/events/events.ts';

export const rowHead = ['seq', 'time (UTC)', '', 'type', 'bytes', 'session', 'reason'] as const;

const arrows = { in: '←', out: '→' } as const;

/** An event as a row of a table. */
export function rowOf(event: StoredEvent): string[] {
  return [
    String(event.seq),
    timeOf(event.wallMs),
    event.direction === null ? '·' : arrows[event.direction],
    event.type,
    event.bytes === null ? '' : String(event.bytes),
    event.sessionId ?? '',
    event.reason ?? '',
  ];
}

// A date holds 8.64e15 ms; an imported file may say anything.
function timeOf(wallMs: number): string {
  if (Math.abs(wallMs) > 8.64e15) return String(wallMs);
  return new Date(wallMs).toISOString().replace('T', ' ').replace('Z', '');
}
