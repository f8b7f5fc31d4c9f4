import { isRecord } from '../../../../shared/is-record.ts';

/** What a log line in JSON tells: the line as a service without JSON would have written it. */
const texts = ['message', 'msg', 'log', 'MESSAGE'] as const;
const times = ['timestamp', 'time', '@timestamp', 'ts'] as const;
const mayBeEnvelope = /"(?:message|msg|log|MESSAGE)"\s*:\s*"/;

/**
 * The text of a log line that a logger wrapped into JSON (`pm2 logs --json`, pino, winston, Docker), behind its time and
 * process; `null` for any other line.
 */
export function unwrapped(line: string): string | null {
  const start = line.indexOf('{');
  if (start === -1 || !mayBeEnvelope.test(line)) return null;
  const fields = objectIn(line.slice(start, line.lastIndexOf('}') + 1));
  if (fields === null) return null;
  const text = texts.map((name) => fields[name]).find((value) => typeof value === 'string');
  if (text === undefined) return null;
  const time = times.map((name) => timeText(fields[name])).find((value) => value !== '') ?? '';
  return `${line.slice(0, start)}${processOf(fields)}${time}: ${text.trimEnd()}`;
}

/** Whether PM2 wrote it, which names the process. */
export function isPm2Envelope(line: string): boolean {
  return line.startsWith('{') && /"app_name"\s*:/.test(line) && unwrapped(line) !== null;
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function processOf({ process_id: id, app_name: name }: Fields): string {
  return (typeof id === 'number' || typeof id === 'string') && typeof name === 'string'
    ? `${id}|${name} | `
    : '';
}

/** Numbers are ms since 1970, as loggers of JSON write them. */
function timeText(time: unknown): string {
  if (typeof time === 'string') return time;
  return typeof time === 'number' && time > 1e11 && time < 8.64e15 ? new Date(time).toISOString() : '';
}
