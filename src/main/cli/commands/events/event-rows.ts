import { localTimeMs, zoneName } from '../../../../shared/local-time.ts';
import type { ColumnTitle } from '../../output/table.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';

/** With the name of the zone that the times are in. */
export const rowHead = (): ColumnTitle[] => [
  'seq',
  `time (${zoneName()})`,
  { piped: 'direction' },
  'type',
  'bytes',
  'session',
  'reason',
];

const arrows = { in: '←', out: '→' } as const;

/** An event as a row of a table. */
export function rowOf(event: StoredEvent): string[] {
  return [
    String(event.seq),
    localTimeMs(event.wallMs),
    event.direction === null ? '·' : arrows[event.direction],
    event.type,
    event.bytes === null ? '' : String(event.bytes),
    event.sessionId ?? '',
    event.reason ?? '',
  ];
}
