import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createFrameAudio } from '../../../../src/main/core/replay/frame-audio.ts';

// Every sample is another one, so that no other place has the same hash.
const track = Int16Array.from({ length: 1_000 }, (_, at) => at);
const read = (first: number, count: number): Promise<Int16Array> =>
  Promise.resolve(track.slice(first, first + count));
const bytesOf = (pcm: Int16Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

function frameOf(firstSample: number, samples: number[]) {
  const bytes = bytesOf(Int16Array.from(samples));
  const audioSha256 = createHash('sha256').update(bytes).digest('hex');
  const message = { type: 'AUDIO_CHUNK', chunkId: `s-${firstSample}` };
  return { atMs: 0, message, audioBytes: bytes.length, audioSha256, firstSample: null };
}

const range = (from: number, to: number): number[] => [...track.slice(from, to)];
// Between them were pauses. What went to two targets stands here twice.
const sent = [
  { firstSample: 0, sampleCount: 120 },
  { firstSample: 0, sampleCount: 120 },
  { firstSample: 300, sampleCount: 50 },
  { firstSample: 500, sampleCount: 400 },
];

test.each([
  ['in one piece', frameOf(0, range(0, 100))],
  ['across a pause', frameOf(100, [...range(100, 120), ...range(300, 340)])],
  ['across two pauses', frameOf(110, [...range(110, 120), ...range(300, 350), ...range(500, 540)])],
])('a frame is found again %s', async (_where, frame) => {
  const { base64, isKept } = await createFrameAudio(read, sent).of(frame);
  expect(isKept).toBe(true);
  const bytes = Buffer.from(base64, 'base64');
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(frame.audioSha256);
});

test('a frame without a name goes on where the one before ended, and what is not there is silence', async () => {
  const kept = createFrameAudio(read, sent);
  const unnamed = (samples: number[]) => ({ ...frameOf(0, samples), message: { type: 'AUDIO_CHUNK' } });
  expect((await kept.of(unnamed([...range(0, 120), ...range(300, 320)]))).isKept).toBe(true);
  expect((await kept.of(unnamed([...range(320, 350), ...range(500, 520)]))).isKept).toBe(true);
  const { base64, isKept } = await kept.of(unnamed(range(700, 800)));
  expect([isKept, base64]).toEqual([false, Buffer.alloc(200).toString('base64')]);
});
