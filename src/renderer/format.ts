/** `7:05`, or `1:07:05` from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `12 s`, and `1:40` from 100 s on. */
export function shortLength(seconds: number): string {
  return seconds < 100 ? `${Math.round(seconds)} s` : clock(seconds);
}

/** `09:41:07.123` on the machine's clock. */
export function timeOfDay(wallMs: number): string {
  const at = new Date(wallMs);
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
}

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function dateTime(iso: string): string {
  return dayAndTime.format(new Date(iso));
}

const dayAndSecond = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** With its seconds, for what happens several times a minute. */
export function dateTimeSeconds(wallMs: number): string {
  return dayAndSecond.format(wallMs);
}

const dayAlone = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The day alone, as the person's language writes it. */
export function day(wallMs: number): string {
  return dayAlone.format(wallMs);
}

/** `12.3 ms`, `45.695 s`, and `12:05.123` from 100 s on: a length that is compared to the millisecond. */
export function exactLength(ms: number): string {
  if (ms < 1000) return `${ms.toFixed(1)} ms`;
  if (ms < 100_000) return `${(ms / 1000).toFixed(3)} s`;
  const rounded = Math.round(ms);
  return `${clock(rounded / 1000)}.${String(rounded % 1000).padStart(3, '0')}`;
}

/** `812 B`, `1.5 kB`, `23 MB`: powers of ten, as networks count. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

const inMilliseconds = new Intl.NumberFormat('en', { style: 'unit', unit: 'millisecond' });

/** `12 ms` */
export function milliseconds(ms: number): string {
  return inMilliseconds.format(ms);
}

/** `0.4 ms`, `12 ms`: three figures tell no more than two. */
export function shortTime(ms: number): string {
  return `${ms > 0 && ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

const grouped = new Intl.NumberFormat('en');

export function count(value: number): string {
  return grouped.format(value);
}

/** `−12.3 dB`; pure zeros have no level. */
export function decibels(value: number | null): string {
  return value === null ? '−∞ dB' : `${value < -0.05 ? '−' : ''}${Math.abs(value).toFixed(1)} dB`;
}
