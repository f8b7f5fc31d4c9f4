import { sentence, type Sentence } from '../../../shared/words/all-words.ts';

/** What an event of a file is: one of our exports, a frame of a trace, or what a monitor is told. */
export type LineShape = 'event' | 'trace' | 'monitor';

/** A frame of a trace: what went over a socket between a client and a target, `dir` as seen from the client. */
export type TraceLine = {
  atMs: number;
  dir: 'in' | 'out';
  /** Absent where the trace does not tell connections apart. */
  conn: string | undefined;
  /** The text of the frame; base64 of one that is binary. */
  raw: string;
  isBinary: boolean;
  /** Listeners of the client that were handed the frame, where the trace says so. */
  deliveries: number | undefined;
  /** `atMs` is the wall clock, ms since 1970; otherwise it counts from any beginning. */
  isWall: boolean;
  /** What a capture of another tool adds: what was estimated, and a time that ms cannot hold. */
  facts: Fields;
};

/** An event as the reference monitor is told of it. */
export type MonitorLine = {
  atMs: number;
  type: string;
  data: Fields;
  source: string;
  sessionId: string | null;
};

type Fields = Readonly<Record<string, unknown>>;
type Parsed<T> = { ok: true; line: T } | { ok: false; problem: string | Sentence };

/** `null` when it is none of them. */
export function lineShapeOf(value: unknown): LineShape | null {
  if (!isFields(value)) return null;
  if ('event_type' in value) return 'monitor';
  if ('wallMs' in value || ('kind' in value && 'seq' in value)) return 'event';
  if ('dir' in value && ('raw' in value || 't_ms' in value)) return 'trace';
  if ('t_ms' in value && 'raw' in value) return 'trace';
  return 'kind' in value && 'type' in value ? 'event' : null;
}

export function parseTraceLine(value: unknown): Parsed<TraceLine> {
  if (!isFields(value)) return { ok: false, problem: sentence('line.not-object') };
  const missing = ['t_ms', 'dir', 'raw'].filter(
    (name) => !Object.hasOwn(value, name) && !(name === 'raw' && value.binary === true),
  );
  if (missing.length > 0)
    return { ok: false, problem: sentence('line.lacks', { names: missing.join(', ') }) };
  const atMs = numberOf(value.t_ms);
  if (atMs === null) return { ok: false, problem: sentence('line.not-time', { name: 't_ms' }) };
  if (Math.abs(atMs) > Number.MAX_SAFE_INTEGER)
    return { ok: false, problem: sentence('line.time-too-large', { name: 't_ms' }) };
  const dir = typeof value.dir === 'string' ? value.dir.toLowerCase() : value.dir;
  if (dir !== 'in' && dir !== 'out') return { ok: false, problem: sentence('line.bad-dir') };
  const { raw = '', conn, deliveries } = value;
  if (typeof raw !== 'string' && !isFields(raw))
    return { ok: false, problem: sentence('line.not-text', { name: 'raw' }) };
  const listeners = numberOf(deliveries);
  return {
    ok: true,
    line: {
      atMs,
      dir,
      conn: connectionOf(conn),
      // Some tools write the frame as the object that it is.
      raw: typeof raw === 'string' ? raw : JSON.stringify(raw),
      isBinary: value.binary === true,
      deliveries: listeners !== null && listeners >= 1 ? Math.floor(listeners) : undefined,
      isWall: value.wall === true,
      facts: isFields(value.facts) ? value.facts : {},
    },
  };
}

function connectionOf(conn: unknown): string | undefined {
  if (typeof conn === 'string') return conn;
  const number = numberOf(conn);
  return number === null ? undefined : String(number);
}

export function parseMonitorLine(value: unknown): Parsed<MonitorLine> {
  if (!isFields(value)) return { ok: false, problem: sentence('line.not-object') };
  const { event_type: type, data, source, session_id: sessionId } = value;
  const atMs = numberOf(value.t_ms);
  if (typeof type !== 'string')
    return { ok: false, problem: sentence('line.not-text', { name: 'event_type' }) };
  if (!isFields(data))
    return {
      ok: false,
      problem:
        data === undefined
          ? sentence('line.lacks', { names: 'data' })
          : sentence('line.not-value-object', { name: 'data' }),
    };
  if (atMs === null)
    return {
      ok: false,
      problem:
        value.t_ms === undefined
          ? sentence('line.lacks', { names: 't_ms' })
          : sentence('line.not-time', { name: 't_ms' }),
    };
  const isNamed = sessionId !== undefined && sessionId !== null;
  return {
    ok: true,
    line: {
      atMs,
      type,
      data,
      source: textOr(source, 'unknown'),
      sessionId: isNamed ? textOr(sessionId, '') : null,
    },
  };
}

function textOr(value: unknown, fallback: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
}

const longestNumber = 40;

/** A number, also as text, or one that kept the text it came with. */
function numberOf(value: unknown): number | null {
  const plain = typeof value === 'object' && value !== null ? value.valueOf() : value;
  if (typeof plain === 'number') return Number.isFinite(plain) ? plain : null;
  if (typeof plain !== 'string' || plain.length > longestNumber || plain.trim() === '') return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
