import { counterPosition, counterSamples } from './counter-wav.ts';

/** One AUDIO_CHUNK as it arrived. `firstSample` is told by the samples themselves. */
export type LedgerEntry = {
  connection: number;
  meetingId: string;
  chunkId: string;
  firstSample: number;
  sampleCount: number;
};

export type LedgerBalance = {
  /** Samples that never came. */
  missing: number;
  /** Samples that came more than once. */
  twice: number;
  /** Chunks that came again under their id. */
  repeatedChunks: number;
  /** Whether each chunk, counted once, follows the one before it without a step. */
  inOrder: boolean;
};

/** Reads what a chunk holds. Throws where the audio is not what was recorded, bit by bit. */
export function ledgerEntry(connection: number, message: Readonly<Record<string, unknown>>): LedgerEntry {
  const bytes = Buffer.from(String(message.data), 'base64');
  const samples = new Int16Array(Uint8Array.from(bytes).buffer);
  const firstSample = counterPosition(samples);
  const chunkId = String(message.chunkId);
  if (firstSample === null) throw new Error(`The chunk ${chunkId} does not begin with counting samples.`);
  const expected = counterSamples(samples.length, firstSample);
  if (!bytes.equals(Buffer.from(expected.buffer))) throw new Error(`The chunk ${chunkId} is not whole.`);
  if (!chunkId.endsWith(`-${firstSample}`)) throw new Error(`${chunkId} begins at sample ${firstSample}.`);
  return {
    connection,
    meetingId: String(message.meetingId),
    chunkId,
    firstSample,
    sampleCount: samples.length,
  };
}

/** What came of the first `samples` samples of a meeting. */
export function balance(entries: readonly LedgerEntry[], samples: number): LedgerBalance {
  const times = new Uint16Array(samples);
  for (const { firstSample, sampleCount } of entries) {
    for (let i = firstSample; i < firstSample + sampleCount; i += 1) times[i] = (times[i] ?? 0) + 1;
  }
  const seen = new Set<string>();
  let reached = 0;
  let inOrder = true;
  for (const { chunkId, firstSample, sampleCount } of entries) {
    if (seen.has(chunkId)) continue;
    seen.add(chunkId);
    if (firstSample !== reached) inOrder = false;
    reached = firstSample + sampleCount;
  }
  return {
    missing: times.reduce((sum, count) => sum + Number(count === 0), 0),
    twice: times.reduce((sum, count) => sum + Number(count > 1), 0),
    repeatedChunks: entries.length - seen.size,
    inOrder,
  };
}
