const dayMs = 86_400_000;

/**
 * What stands at the marks of a time axis, in the person's zone and manner: the time of day, with its seconds where marks
 * are closer than a minute, and below the first mark of each day its date; the date alone where marks are days apart.
 *
 * @param atMs wall clock of each mark, ms since 1970, ascending
 */
export function timeLabels(atMs: readonly number[], locale?: string): string[] {
  // A mark that stands alone is as exact as its own time.
  const alone = atMs.some((at) => at % 60_000 !== 0) ? 1_000 : 60_000;
  const step =
    atMs.length < 2 ? alone : Math.min(...atMs.slice(1).map((at, index) => at - (atMs[index] ?? at)));
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: step < 60_000 ? 'medium' : 'short' });
  return atMs.map((at, index) => {
    const day = date.format(at);
    if (step >= dayMs) return day;
    const before = atMs[index - 1];
    const isFirst = before === undefined || date.format(before) !== day;
    return isFirst ? `${time.format(at)}\n${day}` : time.format(at);
  });
}
