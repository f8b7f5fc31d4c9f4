import type { CapturedConnection, CaptureHints } from './captured-frame.ts';
import { createMessageReader } from './har-message.ts';
import type { ReadText } from './dating.ts';
import { sentence } from '../../../../shared/words/all-words.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** A message as some tool notes it, in the names of a HAR file. */
type NotedMessage = { type: string; time: unknown; opcode: unknown; data: string; conn: string };

/** What an object of a file is: a message, something else of the same tool (`null`), or of none that is known. */
type Noted = { message: NotedMessage } | { connection: CapturedConnection } | { message: null } | undefined;

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Whether an object is a message, or an event, of a tool that notes them as a list or one a line. */
export const isNoted = (value: unknown): boolean => notedIn(value) !== undefined;

/**
 * Reads objects of which each is a message with its direction: a connection's that HTTP Toolkit saved, `_webSocketMessages`
 * alone, what Insomnia keeps of a connection, and events of the Chrome DevTools Protocol (Puppeteer, Selenium's
 * performance log).
 */
export function createRecordReader(
  hints: CaptureHints,
  onConnection: (connection: CapturedConnection) => void,
): (cut: { text: string; line: number; isUtf8: boolean }) => ReadText[] {
  const reader = createMessageReader(hints);
  const numbers = new Map<string, string>();

  /** Tools name connections by long ids. */
  const numberOf = (conn: string): string => {
    const known = numbers.get(conn) ?? String(numbers.size + 1);
    numbers.set(conn, known);
    return known;
  };

  return ({ text, line, isUtf8 }) => {
    const noted = notedIn(parsed(text));
    if (noted === undefined) return [{ line, problem: sentence('line.no-direction') }];
    if ('connection' in noted) {
      onConnection({ ...noted.connection, conn: numberOf(noted.connection.conn) });
      return [];
    }
    if (noted.message === null) return [];
    const { conn, ...message } = noted.message;
    return [reader.read({ line, text: JSON.stringify(message), isUtf8 }, numberOf(conn))];
  };
}

function notedIn(value: unknown): Noted {
  if (!isRecord(value)) return undefined;
  return devToolsEvent(value) ?? (isOfInsomnia(value) ? ofInsomnia(value) : plainMessage(value));
}

const devToolsFrame = /^Network\.webSocketFrame(Sent|Received)$/;

/** `{ method, params }`, alone or wrapped once or twice, as text or not. */
function devToolsEvent(value: Fields): Noted {
  let event = value;
  for (let depth = 0; depth < 2 && typeof event.method !== 'string'; depth += 1) {
    const inner = typeof event.message === 'string' ? parsed(event.message) : event.message;
    if (!isRecord(inner)) return undefined;
    event = inner;
  }
  const { method, params } = event;
  if (typeof method !== 'string' || !/^[A-Z]\w+\.\w+$/.test(method) || !isRecord(params)) return undefined;
  const conn = textOf(params.requestId) ?? '';
  if (method === 'Network.webSocketCreated') return { connection: { conn, url: textOf(params.url) ?? '' } };
  const [, direction] = devToolsFrame.exec(method) ?? [];
  const frame = params.response;
  if (direction === undefined || !isRecord(frame)) return { message: null };
  const data = textOf(frame.payloadData) ?? '';
  // The time of an event counts from the start of the machine; a log that wraps it has a date.
  return {
    message: { type: direction, time: value.timestamp ?? params.timestamp, opcode: frame.opcode, data, conn },
  };
}

const isOfInsomnia = (value: Fields): boolean =>
  typeof value._id === 'string' && typeof value.requestId === 'string' && typeof value.type === 'string';

function ofInsomnia(value: Fields): Noted {
  if (value.type !== 'message') return { message: null };
  return noted(value, value.direction, textOf(value.requestId) ?? '1');
}

/** An object with a text, and a word that says which way it went. */
function plainMessage(value: Fields): Noted {
  const word = [value.direction, value.dir, value.type, value.event, value.from, value.sender].find(
    isDirection,
  );
  return word === undefined ? undefined : noted(value, word, textOf(value.connectionId) ?? '1');
}

const texts = ['data', 'payload', 'payloadData', 'content', 'message', 'text', 'body'] as const;
const times = ['time', 'timestamp', 'ts', 'eventTimestamp', 'date', 'wallTime', 'createdAt'] as const;

function noted(value: Fields, direction: unknown, conn: string): Noted {
  const content = texts.map((name) => value[name]).find((one) => typeof one === 'string' || isRecord(one));
  if (content === undefined) return undefined;
  const data = typeof content === 'string' ? content : JSON.stringify(content);
  const time = times.map((name) => value[name]).find((one) => one !== undefined);
  const opcode = value.opcode ?? (value.isBinary === true || value.binary === true ? 2 : 1);
  return { message: { type: String(direction), time, opcode, data, conn } };
}

const directions =
  /^(?:sen[dt]|receive[d]?|recv|incoming|outgoing|inbound|outbound|client|server|client-to-server|server-to-client)$/i;
const isDirection = (word: unknown): boolean => typeof word === 'string' && directions.test(word);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
