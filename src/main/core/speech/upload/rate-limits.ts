const minuteMs = 60_000;
const hourMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: minuteMs, h: hourMs, d: 24 * hourMs };

/** `7.66s`, `2m59.56s`, `1h0m0s`, plain seconds, or a moment as seconds or milliseconds since 1970. */
export function durationMs(text: string | undefined, nowMs: number): number | null {
  const given = text?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(given)) {
    const number = Number(given);
    if (number > 1e12) return Math.max(0, number - nowMs);
    return number > 1e9 ? Math.max(0, number * 1_000 - nowMs) : number * 1_000;
  }
  if (/^\d{4}-\d\d-\d\dT/.test(given)) {
    const atMs = Date.parse(given);
    return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
  }
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(given)) return null;
  let sum = 0;
  for (const [, amount, unit] of given.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
    sum += Number(amount) * (unitsMs[unit ?? ''] ?? 0);
  return sum;
}

/**
 * How long a server wants to be left alone, as a number of seconds or a date: `retry-after-ms`, `retry-after`, or the reset of
 * the limit that is used up. `null` where it names none.
 */
export function wishedPause(headers: Headers, nowMs: number): string | null {
  const ms = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(ms)) return String(Number(ms) / 1_000);
  const after = headers.get('retry-after');
  if (after !== null) return byItsClock(after, headers) ?? after;
  const resets = [...headers]
    .filter(([name]) => name.startsWith('x-ratelimit-reset'))
    .flatMap(([name, value]) => {
      const left = headers.get(name.replace('reset', 'remaining'));
      const resetMs = durationMs(value, nowMs);
      return resetMs === null ? [] : [{ resetMs, isUsedUp: left !== null && Number(left) <= 0 }];
    });
  const usedUp = resets.filter(({ isUsedUp }) => isUsedUp).map(({ resetMs }) => resetMs);
  // Where nothing is said to be used up, the first one that comes back may be enough.
  const pauseMs = usedUp.length > 0 ? Math.max(...usedUp) : Math.min(...resets.map(({ resetMs }) => resetMs));
  return Number.isFinite(pauseMs) ? String(Math.ceil(pauseMs) / 1_000) : null;
}

/** It begins with the name of its day; Date.parse takes a lot more for a date. */
const isHttpDate = (text: string): boolean => /^[A-Z][a-z]{2,8},? /.test(text.trim());

/** A date means what it means by the server's own clock: this machine's may be wrong. */
function byItsClock(after: string, headers: Headers): string | null {
  const thereMs = Date.parse(headers.get('date') ?? '');
  if (!isHttpDate(after) || Number.isNaN(thereMs)) return null;
  const untilMs = Date.parse(after);
  return Number.isNaN(untilMs) ? null : String(Math.max(0, untilMs - thereMs) / 1_000);
}
