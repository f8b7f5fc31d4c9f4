import { inReadingOrder, type Health, type HealthRow } from '../../../../shared/health/health-row.ts';
import { say } from '../../../../shared/words/all-words.ts';
import { localTime, zoneName } from '../../../../shared/local-time.ts';

export type Looked = Health & {
  /** `app`: by the app that runs; `here`: by this command, which sees the machine and no session. */
  by: 'app' | 'here';
};

const signs = { idle: '·', good: '✓', unknown: '?', warning: '!', bad: '✗' } as const;

/** A line for each row, and below those in trouble since when, the limit, the events and what to do. */
export function statusText({ by, atMs, rows }: Looked): string {
  const time = `${localTime(atMs).slice(11)} ${zoneName()}`;
  const head = by === 'app' ? `${say('cli.app-saw', { time })}\n` : `${say('cli.sees', { time })}\n`;
  const titleColumns = Math.max(...rows.map(({ title }) => title.length)) + 2;
  return (
    head +
    inReadingOrder(rows)
      .map((row) => lineOf(row, titleColumns))
      .join('')
  );
}

function lineOf(row: HealthRow, titleColumns: number): string {
  const { level, title, value, limit, sinceMs, eventIds, next, isExpected } = row;
  const indent = ' '.repeat(2 + titleColumns);
  const sign = isExpected ? signs[level] : '·';
  const isTrouble = isExpected && (level === 'bad' || level === 'warning');
  const more = [
    ...(isTrouble && sinceMs !== null ? [say('cli.since', { time: localTime(sinceMs) })] : []),
    ...(isExpected && limit !== null && level !== 'good' ? [say('cli.limit', { limit })] : []),
    ...(eventIds.length === 0 ? [] : [`events ${eventIds.join(', ')}`]),
    ...(next === null ? [] : [next]),
  ];
  return [`${sign} ${title.padEnd(titleColumns)}${value}`, ...more.map((line) => indent + line)]
    .join('\n')
    .concat('\n');
}
