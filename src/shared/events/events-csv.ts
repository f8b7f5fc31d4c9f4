import { withoutFormula } from './csv-cells.ts';
import type { StoredEvent } from './events.ts';

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

/**
 * One event as a line of CSV (RFC 4180): `fields` as JSON, nothing for `null`, `""` for an empty text. Text that a
 * spreadsheet would run as a formula gets an apostrophe before it, unless `raw`; our import takes it off again.
 */
export function csvLine(event: StoredEvent, { raw = false }: { raw?: boolean } = {}): string {
  return `${columns.map((column) => quoted(event[column], raw)).join(',')}\r\n`;
}

function quoted(value: string | number | Record<string, unknown> | null, raw: boolean): string {
  if (value === null) return '';
  const given = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = raw || typeof value !== 'string' ? given : withoutFormula(given);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
