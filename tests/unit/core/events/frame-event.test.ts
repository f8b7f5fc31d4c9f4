import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameEvent } from '../../../../src/main/core/events/frame-event.ts';
import { withoutLongBase64 } from '../../../../src/main/core/events/take-out-audio.ts';
import { createLiveMonitor } from '../../../../src/main/core/monitor/live-monitor.ts';
import type { FrameOnWire } from '../../../../src/main/core/ports/ports.ts';
import { eventWords } from '../../../../src/shared/events/event-words.ts';
import type { EventDraft, StoredEvent } from '../../../../src/shared/events/events.ts';
import { audioChunk } from '../../../../src/shared/protocol/client-messages.ts';
import { decodeFrame } from '../../../../src/shared/protocol/decode.ts';
import { longContents } from '../../../support/long-frames.ts';

const where = { sessionId: 's1', target: 'built-in', connectionId: 'c1', generation: 2 };

function eventOf(raw: string, direction: FrameOnWire['direction'] = 'in'): EventDraft {
  const frame = decodeFrame(raw);
  return frame.ok
    ? frameEvent({ ...where, direction, raw, message: frame.message, reason: null })
    : frameEvent({ ...where, direction, raw, message: null, reason: frame.reason });
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('keeps a chunk without its audio: size and hash are in its place', () => {
  const pcm = randomBytes(32_000);
  const raw = JSON.stringify(
    audioChunk({
      dataBase64: pcm.toString('base64'),
      byteLength: pcm.length,
      meetingId: 'm1',
      chunkId: 'c-1',
      atMs: 0,
    }),
  );
  const event = eventOf(raw, 'out');
  expect(event).toMatchObject({
    kind: 'frame',
    type: 'AUDIO_CHUNK',
    direction: 'out',
    ...where,
    bytes: raw.length,
    fields: { meetingId: 'm1', chunkId: 'c-1', audioBytes: 32_000, audioSha256: sha256(pcm) },
    reason: null,
  });
  const before = JSON.parse(raw) as object;
  expect(JSON.parse(event.raw ?? '')).toEqual({
    ...before,
    data: `[audio 32000 bytes sha256:${sha256(pcm)}]`,
  });
});

test.each(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED'])(
  'takes the audio out of %s however short it is',
  (type) => {
    const event = eventOf(JSON.stringify({ type, data: 'AAEC' }));
    expect(event.raw).toContain(`[audio 3 bytes sha256:${sha256(Buffer.from([0, 1, 2]))}]`);
    expect(event.fields).toMatchObject({ audioBytes: 3 });
  },
);

test('takes long base64 out of any field, escaped slashes and frames that break off included', () => {
  const payload = Buffer.alloc(600, 0xff).toString('base64');
  const placeholder = `[base64 600 bytes sha256:${sha256(Buffer.alloc(600, 0xff))}]`;
  for (const raw of [
    `{"type":"X","deep":[{"sound":"${payload}"}]}`,
    `{"type":"X","sound":"${payload.replaceAll('/', '\\/')}"}`,
    `{"type":"AUDIO_CHUNK","data":"${payload}`,
  ]) {
    expect(eventOf(raw).raw, raw.slice(0, 30)).toContain(placeholder);
    expect(eventOf(raw).raw).not.toContain(payload.slice(0, 20));
  }
});

test('leaves text that is no audio as it is', () => {
  const raw = JSON.stringify({ type: 'X', text: 'we ship on friday '.repeat(100), id: 'a'.repeat(200) });
  expect(eventOf(raw).raw).toBe(raw);
});

test('lists small fields from the top and from the body, and never the words', () => {
  const result = JSON.stringify({
    type: 'TRANSCRIPTION_RESULT',
    data: {
      text: 'secret plan',
      chunkId: 'srv-9',
      is_final: true,
      trigger_reason: 'timeout',
      confidence: 0.9,
    },
  });
  expect(eventOf(result).fields).toEqual({ chunkId: 'srv-9', is_final: true, trigger_reason: 'timeout' });
  const error = eventOf(
    JSON.stringify({ type: 'ERROR', error: 'no such meeting '.repeat(50), recoverable: true }),
  );
  expect(error.fields).toEqual({ error: 'no such meeting '.repeat(50).slice(0, 200) });
  expect(eventOf('{"type":"X","data":"text","__proto__":{"stage":"no"}}').fields).toEqual({});
});

test('keeps 64 KiB of a frame that cannot be read, with its size, its hash and the reason', () => {
  const raw = 'not json '.repeat(20_000);
  const event = eventOf(raw);
  expect(event).toMatchObject({
    type: 'unreadable',
    bytes: 180_000,
    raw: raw.slice(0, 65_536),
    fields: { keptChars: 65_536, rawSha256: sha256(raw) },
  });
  expect(event.reason).toContain('not JSON');
});

test('keeps 1 MiB of a frame that can be read, and says that it was cut', () => {
  const event = eventOf(JSON.stringify({ type: 'X', text: 'word '.repeat(400_000) }));
  expect(event.raw?.length).toBe(1024 * 1024);
  expect(event.reason).toBe('The frame is too long to be kept whole.');
});

test('replaces lone surrogates visibly, also where a frame is cut', () => {
  expect(eventOf('{"type":"X","text":"a\ud800b"}').raw).toBe('{"type":"X","text":"a\ufffdb"}');
  expect(eventOf('{"type":"\ud800"}').type).toBe('\ufffd');
  const cut = eventOf(`-${'😀'.repeat(40_000)}`);
  expect(cut.raw?.isWellFormed()).toBe(true);
});

test('survives nesting that is deeper than any stack', () => {
  const depth = 200_000;
  const event = eventOf(`{"type":"X","data":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  expect(event.bytes).toBe(depth * 2 + 20);
});

// Some of these ended the process at a third of this length. How long the longest take is measured by the attack tests.
test.each(longContents)('records some megabytes of %s, whatever they say', async (_name, make) => {
  const monitor = createLiveMonitor();
  const raw = make(6 * 1024 * 1024);
  const event = eventOf(raw);
  expect(event).toMatchObject({ kind: 'frame', bytes: Buffer.byteLength(raw) });
  expect(event.reason ?? '').not.toContain("couldn't be kept");
  expect((event.raw ?? '').length).toBeLessThanOrEqual(1024 * 1024);
  expect(event.raw?.isWellFormed()).toBe(true);
  expect(monitor.judge([stored(event)])[0]?.verdict).toBeDefined();
  expect(eventWords({ ...stored(event), fields: JSON.stringify(event.fields) }).length).toBeLessThan(5_000);
  await monitor.stop();
});

test('finds every stretch of base64 that a plain reading finds, and no other', () => {
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom(' ', '!', 'é', '{"a":"', '"'),
      fc.integer({ min: 200, max: 600 }).map((length) => 'aB3+/=_-\\'.repeat(length).slice(0, length)),
    ),
  );
  fc.assert(
    fc.property(parts, (texts) => {
      const text = texts.join('');
      const plain = text.replace(/[A-Za-z0-9+/=_\\-]{256,}/g, '<audio>');
      expect(withoutLongBase64(text).replace(/\[base64 \d+ bytes sha256:[0-9a-f]{64}\]/g, '<audio>')).toBe(
        plain,
      );
    }),
  );
});

test('is an event with its reason when a frame cannot be kept at all', () => {
  const message = Object.defineProperty({ type: 'X' }, 'data', {
    get: () => {
      throw new RangeError('out of stack');
    },
  });
  expect(frameEvent({ ...where, direction: 'in', raw: 'frame', message, reason: null })).toMatchObject({
    kind: 'frame',
    type: 'unreadable',
    ...where,
    bytes: 5,
    reason: "The frame couldn't be kept: out of stack.",
  });
});

function stored(draft: EventDraft): StoredEvent {
  const nothing = { direction: null, sessionId: null, target: null, connectionId: null, generation: null };
  return {
    seq: 1,
    wallMs: 1,
    monoMs: 1,
    ...nothing,
    bytes: null,
    raw: null,
    fields: {},
    reason: null,
    ...draft,
  };
}
