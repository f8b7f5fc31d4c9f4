import { directionByType, type CaptureHints, type Estimate } from './captured-frame.ts';
import { isPm2Envelope, unwrapped } from './log-envelope.ts';
import { messageIn, type MessageInLine } from './message-in-line.ts';
import type { CaptureLines } from './terminal-copy.ts';
import { createLogTimes, timeIn } from './told-time.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const receiving = /\b(?:receiv\w*|recv|incoming|got|inbound|onmessage)\b|[⬇↓←]/iu;
const sending = /\b(?:sen[dt]\w*|outgoing|outbound|broadcast\w*|emit\w*)\b|[⬆↑→]/iu;

// As terminals and WebSocket libraries mark a message: `<` before what came, `>` before what was sent.
const mark = /(?:^|[\s:\]])([<>]) (?:TEXT )?["']?$/;

/**
 * Lines of a log in which messages stand: a browser's console, `pm2 logs`, any service's. Other lines are passed over.
 * In a log of the server (`side`), what is received was sent by the client.
 */
export function readLog(side: 'client' | 'server', hints: CaptureHints): CaptureLines {
  const timeAt = createLogTimes(hints.startedMs);

  function directionOf(type: string, before: string): { dir: 'in' | 'out'; isEstimated: boolean } {
    const marked = mark.exec(before)?.[1];
    const received = marked === undefined ? receiving.test(before) : marked === '<';
    const sent = marked === undefined ? sending.test(before) : marked === '>';
    // Only one side can say such a message, whoever wrote the log: a server's has no mark of being one.
    const byType = directionByType(type);
    if (received !== sent)
      return { dir: byType ?? (received === (side === 'client') ? 'in' : 'out'), isEstimated: false };
    return { dir: byType ?? hints.direction ?? 'in', isEstimated: true };
  }

  return {
    line(text) {
      const found = messageOf(text);
      if (found === null) return brokenMessage(text);
      const told = timeIn(found.before);
      const { atMs, isWall, isEstimated } = timeAt(told);
      const { dir, isEstimated: isGuess } = directionOf(found.type, found.before);
      const estimated: Estimate[] = [
        ...(isEstimated ? ['time' as const] : []),
        ...(isGuess ? ['direction' as const] : []),
      ];
      return { atMs, isWall, dir, conn: connectionOf(found.before), raw: found.raw, estimated };
    },
    end: () => null,
  };
}

/** What PM2 wraps a line into looks like a message by itself, of the type `out`. */
function messageOf(text: string): MessageInLine | null {
  const inner = unwrapped(text);
  const wrapped = inner === null ? null : messageIn(inner);
  return wrapped ?? (isPm2Envelope(text) ? null : messageIn(text));
}

/** A process of PM2 is taken for a connection; a log does not tell its clients apart. */
function connectionOf(before: string): string {
  return (
    /^(?:[\w.-]{1,80} {1,20}\| )?(\d{1,4}\|[^|]{1,80}?)\s*\|/.exec(before)?.[1] ??
    /^([a-z\d][\w.-]{0,60}[-_]\d{1,3}) {1,20}\| /.exec(before)?.[1] ??
    /^\[pod\/([\w.-]{1,100})\//.exec(before)?.[1] ??
    '1'
  );
}

function brokenMessage(text: string): { problem: string | Sentence } | null {
  if (/\{\s*\\?["']type\\?["']\s*:/.test(text)) return { problem: sentence('line.message-cut') };
  if (/\{\s*type:\s*["']/.test(text))
    return {
      problem: sentence('line.console-short'),
    };
  return null;
}
