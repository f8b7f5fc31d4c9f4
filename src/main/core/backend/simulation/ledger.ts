import { createHash } from 'node:crypto';
import { samplesToSec } from '../../../../shared/sound/audio.ts';

/** A chunk that a simulated backend took in. */
export type LedgerChunk = {
  /** Counts the processes from 1: one more with each restart. */
  process: number;
  meetingId: string;
  /** As the client named it; a number where it did not. */
  chunkId: string | number;
  samples: number;
};

/** Audio that a simulated backend really transcribed, and who was told. */
export type LedgerBuffer = {
  process: number;
  meetingId: string;
  by: 'full' | 'timeout' | 'end';
  /** Wall clock, ms since 1970, when the words were there. */
  atMs: number;
  samples: number;
  /** First 8 hexadecimal digits of the SHA-256 of the PCM. */
  sha256: string;
  chunks: readonly LedgerChunk[];
  text: string;
  /** A repetition of earlier words, which nobody is told. */
  suppressed: boolean;
  /** Open connections that got the result itself. */
  told: number;
};

/** The truth about a simulated backend. It outlives restarts: only tests read it. */
export type Ledger = {
  received: readonly LedgerChunk[];
  buffers: readonly LedgerBuffer[];
  /** Chunks that no buffer holds and that no meeting waits with: wiped, or gone with a process. */
  lost(): LedgerChunk[];
  summary(): LedgerSummary;
};

type LedgerSummary = {
  processes: number;
  receivedSec: number;
  /** Received and transcribed at least once. */
  transcribedSec: number;
  waitingSec: number;
  lostSec: number;
  lost: readonly LedgerChunk[];
  buffers: readonly Omit<LedgerBuffer, 'chunks'>[];
};

/** What a simulated backend writes into its ledger. */
export type LedgerWriter = Ledger & {
  take(chunk: LedgerChunk): LedgerChunk;
  transcribed(buffer: Omit<LedgerBuffer, 'samples' | 'sha256'>, pcm: Int16Array): LedgerBuffer;
  /** These chunks are in no buffer any more and were never taken for transcription. */
  dropped(chunks: readonly LedgerChunk[]): void;
  processStarted(): number;
};

export function createLedger(): LedgerWriter {
  const received: LedgerChunk[] = [];
  const buffers: LedgerBuffer[] = [];
  const gone = new Set<LedgerChunk>();
  const heard = new Set<LedgerChunk>();
  let processes = 0;

  const lost = (): LedgerChunk[] => received.filter((chunk) => gone.has(chunk) && !heard.has(chunk));

  return {
    received,
    buffers,
    lost,
    take(chunk) {
      received.push(chunk);
      return chunk;
    },
    transcribed(buffer, pcm) {
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      const sha256 = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      const entry = { ...buffer, samples: pcm.length, sha256 };
      for (const chunk of buffer.chunks) heard.add(chunk);
      buffers.push(entry);
      return entry;
    },
    dropped(chunks) {
      for (const chunk of chunks) gone.add(chunk);
    },
    processStarted() {
      processes += 1;
      return processes;
    },
    summary() {
      const all = secondsOf(received);
      const transcribedSec = secondsOf([...heard]);
      const lostSec = secondsOf(lost());
      return {
        processes,
        receivedSec: all,
        transcribedSec,
        waitingSec: all - transcribedSec - lostSec,
        lostSec,
        lost: lost(),
        buffers: buffers.map(({ chunks: _chunks, ...buffer }) => buffer),
      };
    },
  };
}

function secondsOf(chunks: readonly LedgerChunk[]): number {
  return samplesToSec(chunks.reduce((sum, chunk) => sum + chunk.samples, 0));
}
