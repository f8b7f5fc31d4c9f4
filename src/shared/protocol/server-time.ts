/**
 * A time as a server writes it, ms since 1970; `null` for what is none. Python writes local time without a zone:
 * `2026-01-31T09:00:00.123456`, which is read as if it were UTC.
 */
export function readServerTime(text: string): { ms: number; hasZone: boolean } | null {
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (iso === null) {
    const ms = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
    return Number.isNaN(ms) ? null : { ms, hasZone: true };
  }
  const [, date = '', time = '', zone] = iso;
  const ms = Date.parse(`${date}T${time.replace(',', '.')}${zone ?? 'Z'}`);
  return Number.isNaN(ms) ? null : { ms, hasZone: zone !== undefined };
}
