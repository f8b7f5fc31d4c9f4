import { backoffMs } from './backoff.ts';
import { tell, type Sentence } from '../../../../shared/words/all-words.ts';
import type { ConnectionEnd } from '../../network/network.ts';

/** What a link has learnt from how its connections ended. */
export type Retries = {
  /** Whether compression is still worth offering. */
  compress(): boolean;
  /** Whether a chunk is to be confirmed before the next one leaves: one of them makes the target close. */
  oneAtATime(): boolean;
  /** The target has read everything up to the chunk that begins with this sample. */
  delivered(firstSample: number): void;
  /** What to do after a connection that ended. */
  after(end: ConnectionEnd, facts: EndFacts): NextTry;
};

export type EndFacts = {
  /** It was open for long, and not in silence: earlier failures are forgotten. */
  wasHealthy: boolean;
  /** The target has taken this session before. */
  wasAccepted: boolean;
  /** First sample of the first chunk that was sent on it and not confirmed. */
  suspect: number | null;
  /** Chunks cannot be sent in smaller messages. */
  isSmallest: boolean;
};

export type NextTry = {
  retry: boolean;
  waitMs: number;
  /** The end's, and what is done now where that is not the usual. */
  sentence: string;
  said: Sentence;
  /** First sample of a chunk that is sent no more. */
  setAside: number | null;
};

// Twice may be an accident of the target; three times in the same place is the chunk.
const closesPerChunk = 3;
// A target that closes on one chunk after another has no quarrel with the chunks.
const mostInARow = 3;
const refusedBaseMs = 5_000;
const refusedCapMs = 300_000;

export function createRetries(options: { compress: boolean; random: () => number }): Retries {
  let { compress } = options;
  let attempt = 0;
  let refusals = 0;
  let suspected = { firstSample: -1, times: 0 };
  let setAsideInARow = 0;

  /** Whether it is this chunk on which the target closes. */
  function isGuilty(end: ConnectionEnd, { suspect, isSmallest }: EndFacts): boolean {
    if (suspect === null || !closesOnAMessage(end.code, isSmallest)) return false;
    const times = suspected.firstSample === suspect ? suspected.times + 1 : 1;
    suspected = { firstSample: suspect, times };
    return times >= closesPerChunk && setAsideInARow < mostInARow;
  }

  return {
    compress: () => compress,
    oneAtATime: () => suspected.times > 0,
    delivered(firstSample) {
      setAsideInARow = 0;
      if (firstSample >= suspected.firstSample) suspected = { firstSample: -1, times: 0 };
    },
    after(end, facts) {
      if (facts.wasHealthy) attempt = 0;
      const jittered = backoffMs(attempt, options.random());
      attempt += 1;
      const { retry, sentence, said } = end;
      const usual = { retry, waitMs: jittered, sentence, said, setAside: null };
      if (end.brokeCompression === true && compress) {
        compress = false;
        return { ...usual, retry: true, ...tell('link.without-compression', { why: said }) };
      }
      if (end.code === 'http-403' && facts.wasAccepted) {
        refusals += 1;
        const waitMs = Math.min(refusedCapMs, refusedBaseMs * 2 ** Math.min(refusals - 1, 16));
        return { ...usual, retry: true, waitMs, ...tell('end.http-refused-again') };
      }
      if (isGuilty(end, facts)) {
        setAsideInARow += 1;
        suspected = { firstSample: -1, times: 0 };
        return { ...usual, setAside: facts.suspect };
      }
      return { ...usual, waitMs: Math.max(jittered, end.retryAfterMs ?? 0) };
    },
  };
}

/** Closes that may be an answer to one message. 1011 is not among them: a target that fails fails with every one. */
function closesOnAMessage(code: string, isSmallest: boolean): boolean {
  return code === '1000' || code === '1003' || code === '1007' || (code === '1009' && isSmallest);
}
