import type { StoredEvent } from '../../../../shared/events/events.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import { isSpeech } from '../../../../shared/protocol/names.ts';
import { outsideText } from '../../network/network.ts';
import type { BenchConnection, Received } from './connect.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** A result as it came, under whichever name. */
export type Result = { received: Received; text: string; isFinal: boolean; isTimeout: boolean };

export function resultsIn(received: readonly Received[]): Result[] {
  return received.flatMap((one) => {
    if (one.type !== 'TRANSCRIPTION_RESULT') return [];
    const { text, is_final: isFinal, trigger_reason: reason } = bodyOf(one);
    return [
      {
        received: one,
        text: typeof text === 'string' ? text.trim() : '',
        isFinal: isFinal === true,
        isTimeout: reason === 'timeout',
      },
    ];
  });
}

/** Those that say something that none before them said. */
export function distinctResults(received: readonly Received[]): Result[] {
  const seen = new Set<string>();
  return resultsIn(received).filter(({ text }) => {
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

export const hasWords = ({ text }: Pick<Result, 'text'>): boolean => isSpeech(text);

export function updatesIn(received: readonly Received[]): { received: Received; text: string }[] {
  return received.flatMap((one) => {
    if (one.type !== 'MEETING_UPDATE') return [];
    const { latestTranscript: text } = bodyOf(one);
    return [{ received: one, text: typeof text === 'string' ? text.trim() : '' }];
  });
}

export function ofType(received: readonly Received[], type: string): Received[] {
  return received.filter((one) => one.type === type);
}

export function bodyOf({ message }: Received): Record<string, unknown> {
  const body = message?.data;
  return isRecord(body) ? body : {};
}

/** What the target said it could not do, each sentence once. */
export function problemsIn(received: readonly Received[]): string[] {
  const sentences = received.flatMap(({ type, message }) => {
    // Audio that a backend cannot read it answers with ERROR, chunk by chunk.
    const isProblem = type === 'TRANSCRIPTION_ERROR' || type === 'ERROR';
    const words = isProblem && message !== null ? errorText(message) : null;
    return words === null ? [] : [outsideText(words)];
  });
  return [...new Set(sentences)];
}

/** The stored events of frames that came on a connection: they are stored in the order in which they came. */
export function seqsOf(
  events: readonly StoredEvent[],
  connection: Pick<BenchConnection, 'connectionId'>,
  received: readonly Received[],
): number[] {
  const frames = framesOf(events, connection, 'in');
  return received.flatMap(({ index }) => frames[index]?.seq ?? []);
}

export function framesOf(
  events: readonly StoredEvent[],
  { connectionId }: Pick<BenchConnection, 'connectionId'>,
  direction: 'in' | 'out',
): StoredEvent[] {
  return events.filter(
    (event) => event.kind === 'frame' && event.connectionId === connectionId && event.direction === direction,
  );
}

/** The stored events of a connection's life: opened, closed and why. */
export function lifeOf(
  events: readonly StoredEvent[],
  { connectionId }: Pick<BenchConnection, 'connectionId'>,
): number[] {
  return events
    .filter((event) => event.kind === 'connection' && event.connectionId === connectionId)
    .map(({ seq }) => seq);
}
