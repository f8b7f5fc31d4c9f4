import { describe, expect, it } from 'vitest';
import { createFastClock } from '../../support/fast-clock.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { startLedgerTarget } from '../../support/ledger-target.ts';
import { streamTo, type TestStream } from '../../support/streaming.ts';

const second = 16_000;
const whole = { missing: 0, inOrder: true };

function endings(stream: TestStream): (string | null | undefined)[] {
  return stream.events.filter(({ type }) => type === 'connection.ended').map(({ reason }) => reason);
}

const notMessages: readonly [string, string][] = [
  ['bad JSON', '{"type":"TRANSCRIPTION_RESULT",'],
  ['nothing at all', ''],
  ['a number', '1e999'],
  ['an array', '[{"type":"HANDSHAKE_ACK"}]'],
  ['null', 'null'],
  ['a message without a type', '{"data":{"text":"words"}}'],
  ['a type that is no text', '{"type":{"toString":"HANDSHAKE_ACK"}}'],
  ['a type in __proto__', '{"__proto__":{"type":"HANDSHAKE_ACK"}}'],
  ['a million brackets', `{"type":${'['.repeat(1_000_000)}`],
];

const strangeMessages: readonly [string, string][] = [
  ['an unknown type', '{"type":"NEVER_HEARD_OF"}'],
  ['a type that every object has', '{"type":"__proto__"}'],
  ['a __proto__ in the data', '{"type":"TRANSCRIPTION_RESULT","data":{"__proto__":{"text":"polluted"}}}'],
  ['text that is no text', '{"type":"TRANSCRIPTION_RESULT","data":{"text":{"a":1},"confidence":"high"}}'],
  ['no data', '{"type":"TRANSCRIPTION_RESULT"}'],
  ['deep nesting', `{"type":"MEETING_UPDATE","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['an error without words', '{"type":"TRANSCRIPTION_ERROR","data":[]}'],
];

describe('a stream to a target that sends garbage', () => {
  it.each(notMessages)('fault 15: records %s with a reason, and lives on', async (_name, frame) => {
    const target = await startLedgerTarget({ answer: [frame] });
    const stream = streamTo(target.url);
    stream.recorded(2 * second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    const unreadable = stream.frames.filter(
      ({ direction, message }) => direction === 'in' && message === null,
    );
    expect(unreadable.map(({ raw }) => raw)).toEqual([frame, frame]);
    for (const { reason } of unreadable) expect(reason).toMatch(/^The (frame|message) /);
    expect(target.balance(2 * second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
    expect(endings(stream)).toEqual([]);
  });

  it.each(strangeMessages)(
    'fault 15: records %s, makes no words of it, and lives on',
    async (_name, frame) => {
      const target = await startLedgerTarget({ answer: [frame] });
      const stream = streamTo(target.url);
      stream.recorded(2 * second);
      stream.finish();
      await expect(stream.done).resolves.toEqual({ complete: true });
      expect(stream.frames.filter(({ raw }) => raw === frame)).toHaveLength(2);
      expect(stream.lines).toEqual([]);
      expect(target.balance(2 * second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
      expect(endings(stream)).toEqual([]);
      expect('text' in {}).toBe(false);
    },
  );

  it('fault 15: takes messages before the handshake, and still waits for it', async () => {
    const early = ['{"type":"TRANSCRIPTION_RESULT","data":{"text":"early"}}', 'x', Buffer.of(0, 255)];
    const target = await startLedgerTarget({ greeting: early, isMute: true });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    await expect.poll(() => target.connections.length).toBe(2);
    expect(target.entries).toEqual([]);
    target.misbehave({ greeting: early });
    await expect.poll(() => stream.counts().delivered).toBe(1);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
  });

  it('fault 15: records a binary frame with its size', async () => {
    const target = await startLedgerTarget({ answer: [Buffer.alloc(3_000)] });
    const stream = streamTo(target.url);
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    const binary = stream.events.filter(({ type }) => type === 'frame.binary');
    expect(binary).toEqual([expect.objectContaining({ bytes: 3_000, direction: 'in' })]);
    expect(binary[0]?.reason).toMatch(/text frames only/);
  });

  it('fault 15: shows words with a lone surrogate', async () => {
    const answer = '{"type":"TRANSCRIPTION_RESULT","data":{"text":"half \\ud83d of it"}}';
    const target = await startLedgerTarget({ answer: [answer] });
    const stream = streamTo(target.url);
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(stream.lines.map(({ text }) => text)).toEqual(['half \ud83d of it']);
  });

  it.each([
    ['sent as it is', false],
    ['that comes compressed to a few kilobytes', true],
  ])(
    'fault 15: closes with 1009 after a frame of more than 16 MiB %s, and connects again',
    async (_name, isSmall) => {
      const huge = `{"type":"${'x'.repeat(17 * 1024 * 1024)}"}`;
      const target = await startLedgerTarget({ answer: [huge] }, { perMessageDeflate: isSmall });
      // On its way for a moment: a connection that is cut at once takes its close frame along.
      const proxy = await startFaultyProxy({ targetPort: target.port });
      await proxy.set({ kind: 'latency', minMs: 20, maxMs: 20 });
      const stream = streamTo(proxy.url, { clock: createFastClock(20) });
      stream.recorded(2 * second);
      await expect.poll(() => target.closeCodes.length).toBeGreaterThan(0);
      expect(target.closeCodes[0]).toBe(1009);
      target.misbehave({});
      await expect.poll(() => stream.counts().delivered).toBe(2);
      stream.finish();
      await expect(stream.done).resolves.toEqual({ complete: true });
      expect(endings(stream)[0]).toMatch(/more than 16 MiB/);
      expect(stream.frames.some(({ raw }) => raw.length > 1_000_000)).toBe(false);
      expect(target.balance(2 * second)).toMatchObject(whole);
    },
  );
});
