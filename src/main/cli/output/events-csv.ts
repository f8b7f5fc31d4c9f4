import type { StoredEvent } from '../../../shared/events/events.ts';

const columns = [
  'seq',
  'wallMs',
  'monoMs',
  'kind',
  'type',
  'direction',
  'sessionId',
  'target',
  'connectionId',
  'generation',
  'bytes',
  'raw',
  'fields',
  'reason',
] as const satisfies readonly (keyof StoredEvent)[];

export const csvHead = `${columns.join(',')}\r\n`;

/** One event as a line of CSV (RFC 4180): `fields` as JSON, nothing for `null`, `""` for an empty text. */
export function csvLine(event: StoredEvent): string {
  return `${columns.map((column) => quoted(event[column])).join(',')}\r\n`;
}

function quoted(value: string | number | Record<string, unknown> | null): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
