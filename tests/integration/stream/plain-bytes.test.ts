import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../support/fake-clock.ts';
import { acknowledge, completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { streamTo, type TestStreamOptions } from '../../support/streaming.ts';
import { detectorOf, lengthOf, second, type Talk } from './real-stage.ts';

// A word after which a buffer is filled with silence, pauses that are left out, and speech over several chunks.
const talk: Talk = [
  [0.7, 6.4],
  [1.3, 4.2],
  [5.1, 2.3],
  [0.4, 5.5],
];
const stepMs = 100;

/** Bytes of the messages that a client sends, in their frames, as they pass by; pings and the close are left out. */
function watchFrames(wire: Duplex): () => number {
  let unread = Buffer.alloc(0);
  let messageBytes = 0;
  wire.on('data', (data: Buffer) => {
    unread = Buffer.concat([unread, data]);
    for (;;) {
      const frame = firstFrame(unread);
      if (frame === null || unread.length < frame.bytes) return;
      if (!frame.isControl) messageBytes += frame.bytes;
      unread = unread.subarray(frame.bytes);
    }
  });
  return () => messageBytes;
}

/** RFC 6455, section 5.2. */
function firstFrame(bytes: Buffer): { bytes: number; isControl: boolean } | null {
  const [opcode = 0, short = 0] = bytes;
  const lengthBytes = { 126: 2, 127: 8 }[short & 0x7f] ?? 0;
  const headBytes = 2 + lengthBytes + (short & 0x80 ? 4 : 0);
  if (bytes.length < headBytes) return null;
  const payloadBytes =
    lengthBytes === 0 ? short & 0x7f : bytes.readUIntBE(lengthBytes === 8 ? 4 : 2, lengthBytes === 8 ? 6 : 2);
  return { bytes: headBytes + payloadBytes, isControl: (opcode & 0x08) !== 0 };
}

/** Streams the talk as it is said, to a target that counts. */
async function streamTalk(options: TestStreamOptions) {
  const clock = createFakeClock();
  let messageBytes = (): number => 0;
  const target = await startScriptedTarget({
    onConnect(socket, wire) {
      messageBytes = watchFrames(wire);
      acknowledge(socket);
    },
    onMessage: completeOnEnd,
  });
  // Compression works on other threads, whose time no fake clock knows.
  const stream = streamTo(target.url, { clock, settings: { compress: false }, ...options });
  const pass = async (): Promise<void> => {
    await clock.advance(stepMs);
    for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const ended: unknown[] = [];
  void stream.done.then((outcome) => ended.push(outcome));
  const samples = Math.round(lengthOf(talk) * second);
  for (let at = 0; at < samples; at += (second * stepMs) / 1_000) {
    stream.recorded(Math.min(samples, at + (second * stepMs) / 1_000));
    await pass();
  }
  stream.finish();
  while (ended.length === 0) await pass();
  const fills = target.received.filter(({ chunkId }) => String(chunkId).includes('fill-')).length;
  return { stream, fills, silent: stream.counts().silent, messageBytes: messageBytes() };
}

test('bytes of a plain client are those that a target reads of one, and stay so where silence is left out', async () => {
  const plain = await streamTalk({});
  expect(plain.stream.bytes().plainOut).toBe(plain.messageBytes);

  const lean = await streamTalk({ detector: detectorOf(talk) });
  expect(lean.silent).toBeGreaterThan(0);
  // Silence that fills a buffer stands for silence that was left out, which a plain client sends once.
  expect(lean.fills).toBeGreaterThan(0);
  expect(lean.messageBytes).toBeLessThan(0.8 * plain.messageBytes);
  // Names of chunks are a digit longer or shorter.
  const apart = lean.stream.bytes().plainOut - plain.messageBytes;
  expect(Math.abs(apart)).toBeLessThan(0.002 * plain.messageBytes);
});

test('nothing counts as saved while the target is away, and what was left out counts once the rest is sent', async () => {
  const away = await startScriptedTarget({});
  await away.stop();
  const clock = createFakeClock();
  const silence: Talk = [[0.7, 20]];
  const stream = streamTo(away.url, {
    clock,
    detector: detectorOf(silence),
    settings: { compress: false },
    absentAfterFinishMs: 3_600_000,
  });
  stream.recorded(20 * second);
  await expect.poll(() => stream.counts().silent).toBeGreaterThan(5);
  expect(stream.bytes().plainOut).toBe(0);

  const back = await startScriptedTarget({
    port: away.port,
    onMessage: completeOnEnd,
  });
  stream.finish();
  const ended: unknown[] = [];
  void stream.done.then((outcome) => ended.push(outcome));
  await expect
    .poll(async () => {
      await clock.advance(stepMs);
      return ended;
    })
    .toEqual([{ complete: true }]);
  expect(back.audio().length).toBeLessThan(4 * second);
  // A second of audio in base64 takes 42,668 bytes.
  expect(stream.bytes().plainOut).toBeGreaterThan(19 * 42_668);
});
