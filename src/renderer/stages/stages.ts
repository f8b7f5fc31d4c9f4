import type { Status } from '../../shared/session/status.ts';
import { clock, count } from '../format.ts';
import { text } from '../text.ts';

export type Stage = { name: string; value: string; unit: string; note: string };

const words = text.stages;
const none = '–';

/** How far the audio came. Where nothing is streamed, the first stage counts time on disk. */
export function stagesOf(status: Status): Stage[] {
  const { chunks, session } = status;
  const isStreamed = session !== null && session.mode !== 'capture-only';
  const streamed = (name: string, value: number, note: string): Stage => ({
    name,
    value: isStreamed ? count(value) : none,
    unit: isStreamed ? (session.mode === 'direct' ? words.segments : words.chunks) : '',
    note: isStreamed || session === null ? note : words.notStreamed,
  });
  const noteOf = (n: number, say: (n: string) => string): string => (n > 0 ? say(count(n)) : '');
  return [
    session?.mode === 'capture-only'
      ? { name: words.captured, value: clock(status.recordedSec), unit: '', note: '' }
      : streamed(words.captured, chunks.captured, noteOf(chunks.silent, words.silent)),
    streamed(words.sent, chunks.sent, noteOf(chunks.retried, words.retried)),
    streamed(words.delivered, chunks.delivered, deliveryNote(status)),
    {
      name: words.transcribed,
      value: isStreamed ? count(status.transcriptLines) : none,
      unit: isStreamed ? words.lines : '',
      note: session?.mode === 'capture-only' ? words.notStreamed : '',
    },
    { name: words.stored, value: count(status.storedEvents), unit: words.events, note: '' },
  ];
}

function deliveryNote({ chunks, session }: Status): string {
  if (session?.mode === 'direct') return chunks.pending > 0 ? words.waiting(count(chunks.pending)) : '';
  if (chunks.pending > 0) return words.pending(count(chunks.pending));
  return chunks.delivered > 0 ? words.confirmed : '';
}

/** Whole percent that the link saved against a plain client; `null` while too little was sent to tell. */
export function savedPercent({ bytes, chunks }: Status): number | null {
  // Of nothing that was sent nothing was saved.
  if (chunks.sent === 0 || bytes.plainOut < 10_000 || bytes.out >= bytes.plainOut) return null;
  return Math.round((1 - bytes.out / bytes.plainOut) * 100);
}
