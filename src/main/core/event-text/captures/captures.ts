import { lineShapeOf } from '../line-shapes.ts';
import { cutLines, cutList, type Cutter, type EventText } from '../cut-texts.ts';
import type { CapturedConnection, CaptureHints } from './captured-frame.ts';
import { createDating, type ReadText } from './dating.ts';
import { cutCharles, cutHar } from './har.ts';
import { readLog } from './log-lines.ts';
import { isPm2Envelope, unwrapped } from './log-envelope.ts';
import { messageIn } from './message-in-line.ts';
import { createRecordReader, isNoted } from './records.ts';
import {
  isWebsocatNote,
  readWebsocat,
  readWscat,
  withoutEscapes,
  type CaptureLines,
  type ReadCaptureLine,
} from './terminal-copy.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { isFollowed, isPacketOfTshark, readFollowed, readPacket } from './wireshark.ts';

/** Captures that other tools make. */
export const captureKinds = [
  'har',
  'charles',
  'messages',
  'tshark',
  'follow',
  'wscat',
  'websocat',
  'console',
  'pm2',
] as const;
export type CaptureKind = (typeof captureKinds)[number];

const mostLinesRead = 50;
const headChars = 64 * 1024;

/** What made a text that is none of our formats, by its beginning; `null` when nothing tells. */
export function captureKindOf(start: string): CaptureKind | null {
  const text = start.slice(0, headChars).trimStart();
  if (isHar(text)) return 'har';
  if (isPacketOfTshark(text)) return 'tshark';
  const first = firstObjectOf(text);
  if (isOfCharles(text)) return 'charles';
  if (isNoted(first) && lineShapeOf(first) === null) return 'messages';
  const lines = text
    .split('\n', mostLinesRead)
    .map((line) => withoutEscapes(line).trim())
    .filter((line) => line !== '');
  if (lines.some((line) => /^(?:> ?)?Connected \(press CTRL\+C/.test(line)) || isSpokenBothWays(lines))
    return 'wscat';
  if (lines.some(isFollowed)) return 'follow';
  if (lines.some(isPm2Line) || lines.some(isWrappedMessage)) return 'pm2';
  if (lines.some((line) => isOfService(line) && isLogOfMessages(line))) return 'pm2';
  if (lines.some((line) => /^(?:READ|WRITE) \d+ "/.test(line) || isWebsocatNote(line))) return 'websocat';
  if (/^<[!?a-z]/i.test(text)) return null;
  if (lines.length > 0 && lines.every(isBareMessage)) return 'websocat';
  // A list or a document over many lines has messages in its lines, too.
  return !/^(?:\{|\[\s*[[{"\]])/.test(text) && lines.some(isLogOfMessages) ? 'console' : null;
}

function isHar(text: string): boolean {
  return (
    /^\{(?:\s*"[$\w]{1,40}"\s*:\s*(?:"[^"\\]{0,400}"|[\d.]{1,20}|null|true|false)\s*,){0,5}\s*"log"\s*:\s*\{/.test(
      text,
    ) && /"(?:version|creator|entries|pages|browser)"\s*:/.test(text)
  );
}

/** Each line is marked as received or sent. */
function isSpokenBothWays(lines: readonly string[]): boolean {
  return lines.length > 0 && lines.every((line) => /^[<>] /.test(line));
}

/** A transaction of a session that Charles wrote as JSON. */
function isOfCharles(text: string): boolean {
  return /^\[\s*\{/.test(text) && /"webSocketMessages"\s*:|"actualPort"\s*:/.test(text);
}

/** Of a list, or of lines. */
function firstObjectOf(text: string): unknown {
  if (!/^[[{]/.test(text)) return null;
  const cutter = cutList(text.startsWith('[') ? 'array' : 'objects');
  const first = cutter.push(Buffer.from(text)).at(0)?.text ?? '';
  try {
    return JSON.parse(first) as unknown;
  } catch {
    return null;
  }
}

function isPm2Line(line: string): boolean {
  return (
    /^(?:[\w.-]{1,80} {1,20}\| )?\d{1,4}\|[^|]{1,80}\| /.test(line) ||
    /^PM2 {1,20}\|/.test(line) ||
    line.startsWith('[TAILING]')
  );
}

/** What docker compose, kubectl and the journal of systemd put before each line of a service. */
function isOfService(line: string): boolean {
  return (
    /^[a-z\d][\w.-]{0,60}[-_]\d{1,3} {1,20}\| /.test(line) ||
    /^\[pod\/[\w.-]{1,100}\/[\w.-]{1,100}\] /.test(line) ||
    /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,80} [\w.@-]{1,80}\[\d+\]: /.test(line)
  );
}

/** A line of a service that logs JSON; PM2's other lines are no message. */
function isWrappedMessage(line: string): boolean {
  if (isPm2Envelope(line)) return true;
  const text = line.startsWith('{') ? unwrapped(line) : null;
  return text !== null && messageIn(text) !== null;
}

/** A message of the protocol, and none of the shapes that an event has in our files. */
function isBareMessage(line: string): boolean {
  if (!/^\{\s*"type"/.test(line)) return false;
  const found = messageIn(line);
  // The last line may be cut off by the end of what was looked at.
  return found === null ? !line.endsWith('}') : lineShapeOf(JSON.parse(found.raw)) === null;
}

function isLogOfMessages(line: string): boolean {
  const found = messageIn(line);
  return found === null ? line.includes('WebSocket message:') : found.before.trim() !== '';
}

/** Cuts a capture into lines of a trace. */
export function cutCapture(
  kind: CaptureKind,
  hints: CaptureHints,
  onConnection: (connection: CapturedConnection) => void,
): Cutter {
  switch (kind) {
    case 'har':
      return cutHar(hints, onConnection);
    case 'charles':
      return cutCharles(hints, onConnection);
    case 'messages': {
      const read = createRecordReader(hints, onConnection);
      return orNothing(
        cutObjects((cut) => read(cut)),
        sentence('line.no-message'),
      );
    }
    case 'tshark':
      return orNothing(
        cutObjects(({ text, line, isUtf8 }) =>
          readPacket(text).flatMap((found) => readTextOf(found, line, isUtf8)),
        ),
        sentence('line.no-packet'),
      );
    case 'follow':
    case 'wscat':
    case 'websocat':
    case 'console':
    case 'pm2':
      return orNothing(cutCaptureLines(linesOf(kind, hints)), sentence('line.no-message'));
    default:
      return kind satisfies never;
  }
}

/** A capture in which nobody says anything has a problem: it would look as if it was read. */
function orNothing(cutter: Cutter, problem: Sentence): Cutter {
  let isTold = false;
  const noted = (found: EventText[]): EventText[] => {
    isTold ||= found.length > 0;
    return found;
  };
  return {
    push: (block) => noted(cutter.push(block)),
    end() {
      const last = noted(cutter.end());
      return isTold ? last : [{ line: 1, text: null, problem }];
    },
  };
}

type LineKind = Exclude<CaptureKind, 'har' | 'charles' | 'messages' | 'tshark'>;

function linesOf(kind: LineKind, hints: CaptureHints): CaptureLines {
  switch (kind) {
    case 'wscat':
      return readWscat(hints);
    case 'follow':
      return readFollowed(hints);
    case 'websocat':
      return readWebsocat(hints);
    case 'console':
      return readLog('client', hints);
    case 'pm2':
      return readLog('server', hints);
    default:
      return kind satisfies never;
  }
}

function readTextOf(read: ReadCaptureLine, line: number, isUtf8: boolean): ReadText[] {
  if (read === null) return [];
  return ['problem' in read ? { line, ...read } : { line, frame: read, isUtf8 }];
}

type Whole = EventText & { text: string };

/** A file of objects, in a list or one after another, of which each is read by itself. */
function cutObjects(read: (cut: Whole) => readonly ReadText[]): Cutter {
  let cutter: Cutter | null = null;
  const dating = createDating();
  const readAll = (cuts: readonly EventText[]): EventText[] =>
    cuts
      .flatMap((cut): readonly ReadText[] => (cut.text === null ? [cut] : read(cut)))
      .flatMap((found) => dating.add(found));
  return {
    push(block) {
      cutter ??= cutList(/^\s*\[/.test(block.toString('utf8', 0, headChars)) ? 'array' : 'objects');
      return readAll(cutter.push(block));
    },
    end: () => [...readAll(cutter?.end() ?? []), ...dating.end()],
  };
}

function cutCaptureLines(reader: CaptureLines): Cutter {
  const cutter = cutLines();
  const dating = createDating();
  let last = 1;
  const textOf = (read: ReadCaptureLine, line: number, isUtf8: boolean): EventText[] =>
    readTextOf(read, line, isUtf8).flatMap((found) => dating.add(found));
  const read = (cut: EventText): EventText[] => {
    if (cut.text === null) return dating.add(cut);
    last = cut.line;
    return textOf(reader.line(cut.text), cut.line, cut.isUtf8);
  };
  return {
    push: (block) => cutter.push(block).flatMap(read),
    end: () => [...cutter.end().flatMap(read), ...textOf(reader.end(), last, true), ...dating.end()],
  };
}
