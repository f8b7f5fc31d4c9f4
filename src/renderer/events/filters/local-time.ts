/** `2026-01-31T09:00:07.500` on this machine's clock, as a field for times takes it; nothing for no time. */
export function localTime(wallMs: string): string {
  if (wallMs === '' || !Number.isFinite(Number(wallMs))) return '';
  const at = new Date(Number(wallMs));
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
}

/** The other way round: ms since 1970. */
export function wallMsOf(local: string): string {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? '' : String(at);
}
