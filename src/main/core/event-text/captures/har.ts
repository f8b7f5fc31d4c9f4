import type { Cutter, EventText } from '../cut-texts.ts';
import { createCollector } from '../collector.ts';
import type { CapturedConnection, CaptureHints } from './captured-frame.ts';
import { createDating } from './dating.ts';
import { createMessageReader } from './har-message.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const quote = 34;
const backslash = 92;
const comma = 44;
const colon = 58;

/** Where the messages of a connection stand in a file. */
type Shape = {
  entry: readonly string[];
  messages: readonly string[];
  /** What has the address, whole or in parts. */
  address: readonly string[];
  noMessages: Sentence;
  nothing: Sentence;
};

const entryOfHar = ['', 'log', 'entries', ''];
const harShape: Shape = {
  entry: entryOfHar,
  messages: [...entryOfHar, '_webSocketMessages'],
  address: [...entryOfHar, 'request'],
  noMessages: sentence('line.har-no-messages'),
  nothing: sentence('line.har-nothing'),
};

// A list of transactions; it tells the address in parts.
const entryOfCharles = ['', ''];
const charlesShape: Shape = {
  entry: entryOfCharles,
  messages: [...entryOfCharles, 'webSocketMessages'],
  address: entryOfCharles,
  noMessages: sentence('line.charles-no-messages'),
  nothing: sentence('line.charles-nothing'),
};

const longestName = 64;
const longestUrl = 8_192;

/**
 * Cuts a HAR file into the WebSocket messages of its entries (`_webSocketMessages`, as Chrome's developer tools, HTTP
 * Toolkit, Proxyman and mitmproxy write them). Each entry that has some is a connection, named by its place in the file.
 */
export function cutHar(hints: CaptureHints, onConnection: (connection: CapturedConnection) => void): Cutter {
  return cutEntries(harShape, hints, onConnection);
}

/** The same of a session of Charles that was saved as JSON (.chlsj). */
export function cutCharles(
  hints: CaptureHints,
  onConnection: (connection: CapturedConnection) => void,
): Cutter {
  return cutEntries(charlesShape, hints, onConnection);
}

function cutEntries(
  shape: Shape,
  hints: CaptureHints,
  onConnection: (connection: CapturedConnection) => void,
): Cutter {
  const collector = createCollector();
  /** The keys under which what is open stands; nothing inside of a list. */
  const names: string[] = [];
  let text: number[] = [];
  let key = '';
  let isInString = false;
  let isEscaped = false;
  let line = 1;
  let firstLine = 1;
  let entry = 0;
  let url = '';
  let parts: Partial<Record<string, string>> = {};
  let startedMs: number | null = null;
  let isSocket = false;
  let hasList = false;
  let messages = 0;
  let told = 0;
  let dating = createDating();
  const reader = createMessageReader(hints);

  const placeOfTimes = [...shape.entry, 'times'];
  const isEntry = (): boolean => names.length === shape.entry.length && isAt(shape.entry);
  const isInMessages = (): boolean => shape.messages.every((name, depth) => names[depth] === name);
  const isAt = (place: readonly string[]): boolean =>
    names.length === place.length && place.every((name, depth) => names[depth] === name);
  /** No name of interest stands deeper, and texts inside of messages are not looked at. */
  const longest = (): number => (names.length > 5 ? 0 : isAt(shape.address) ? longestUrl : longestName);

  function endOfText(): void {
    if (key === '' || !(isAt(shape.address) || isAt(shape.entry) || isAt(placeOfTimes))) return;
    const value = Buffer.from(text).toString('utf8').replaceAll('\\/', '/');
    if (isAt(shape.address) && value !== '') {
      if (key === 'url') url = value;
      if (['scheme', 'host', 'path'].includes(key)) parts[key] = value;
    }
    if (key === '_resourceType' && isAt(shape.entry)) isSocket = value === 'websocket';
    if ((key === 'startedDateTime' && isAt(shape.entry)) || (key === 'start' && isAt(placeOfTimes))) {
      const atMs = Date.parse(value);
      startedMs = Number.isNaN(atMs) ? null : atMs;
    }
    key = '';
  }

  function open(at: number): number {
    const isMessage = isAt(shape.messages);
    names.push(key);
    key = '';
    text = [];
    if (isEntry()) {
      entry += 1;
      dating = createDating();
      reader.nextConnection();
    }
    if (isAt(shape.messages)) hasList = true;
    if (!isMessage) return -1;
    firstLine = line;
    return at;
  }

  function close(found: EventText[]): boolean {
    const isEndOfEntry = isEntry();
    names.pop();
    key = '';
    text = [];
    if (isEndOfEntry) {
      const { scheme = '', host, path = '' } = parts;
      if (url === '' && host !== undefined) url = `${scheme.replace(/^http/, 'ws')}://${host}${path}`;
      if (messages > 0) onConnection({ conn: String(entry), url });
      const beganMs = startedMs ?? hints.startedMs ?? reader.afterLastMs();
      found.push(...(beganMs === null ? dating.end() : dating.began(beganMs)));
      // An empty list is a connection on which nothing was said.
      if (!hasList && (isSocket || /^wss?:/i.test(url))) {
        told += 1;
        found.push({ line, text: null, problem: shape.noMessages });
      }
      messages = 0;
      url = '';
      parts = {};
      startedMs = null;
      isSocket = false;
      hasList = false;
    }
    return isAt(shape.messages);
  }

  return {
    push(block) {
      const found: EventText[] = [];
      let from = names.length > shape.messages.length && isInMessages() ? 0 : -1;
      let limit = longest();
      let nextBackslash = -1;
      /** Where a text may end that nobody wants to know: most of a capture is audio, and looked at by the byte it takes long. */
      const endOfUnread = (at: number): number => {
        if (nextBackslash < at) nextBackslash = block.indexOf(backslash, at);
        if (nextBackslash === -1) nextBackslash = block.length;
        const nextQuote = block.indexOf(quote, at);
        return Math.min(nextQuote === -1 ? block.length : nextQuote, nextBackslash);
      };
      for (let at = 0; at < block.length; at += 1) {
        if (isInString && !isEscaped && text.length >= limit) {
          at = endOfUnread(at);
          if (at >= block.length) break;
        }
        const unit = block[at] ?? 0;
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (unit === backslash) isEscaped = true;
          else if (unit === quote) {
            isInString = false;
            endOfText();
            continue;
          }
          if (text.length < limit) text.push(unit);
        } else if (unit === quote) {
          isInString = true;
          text = [];
        } else if (unit === colon) {
          if (limit > 0) key = String.fromCharCode(...text.slice(0, longestName));
        } else if (unit === comma) {
          key = '';
        } else if (unit === 123 || unit === 91) {
          const start = open(at);
          if (start !== -1) from = start;
          limit = longest();
        } else if (unit === 125 || unit === 93) {
          if (close(found) && from !== -1) {
            collector.add(block.subarray(from, at + 1));
            found.push(...dating.add(reader.read(collector.take(firstLine), String(entry))));
            messages += 1;
            told += 1;
            from = -1;
          }
          limit = longest();
        }
        if (unit === 10) line += 1;
      }
      if (from !== -1) collector.keep(block.subarray(from));
      return found;
    },
    end() {
      const last = dating.end();
      if (!collector.isEmpty())
        last.push({ line: firstLine, text: null, problem: sentence('line.file-ends') });
      // Cut between two messages, it would look as if it had no more.
      else if (names.length > 0) last.push({ line, text: null, problem: sentence('line.file-breaks') });
      else if (told === 0) last.push({ line: 1, text: null, problem: shape.nothing });
      return last;
    },
  };
}
