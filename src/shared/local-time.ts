const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-03-02 10:05:07` where the person is. What no date holds stays a number. */
export function localTime(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return String(atMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `26 Nov 10:05`, for narrow tables; with the year where it is another one. */
export function shortTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const isThisYear = at.getFullYear() === new Date(nowMs).getFullYear();
  const month = new Intl.DateTimeFormat('en-US', { month: 'short' }).format(at);
  return `${at.getDate()} ${month}${isThisYear ? '' : ` ${at.getFullYear()}`} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The same to the millisecond. */
export function localTimeMs(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return String(atMs);
  return `${localTime(atMs)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** What that zone is called now: `UTC`, `GMT+1`. */
export function zoneName(): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(new Date());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'local time';
}
