import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { createFastClock } from '../../support/fast-clock.ts';
import {
  acknowledge,
  completeOnEnd,
  say,
  startScriptedTarget,
  type ReceivedMessage,
} from '../../support/scripted-target.ts';
import { streamTo, type TestStream } from '../../support/streaming.ts';

const second = 16_000;

function ended(stream: TestStream): { reason: string; code: unknown }[] {
  return stream.events
    .filter(({ type }) => type === 'connection.ended')
    .map(({ reason, fields }) => ({ reason: reason ?? '', code: fields?.code }));
}

describe('an upgrade', () => {
  it('says who is asking', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const stream = streamTo(target.url);
    stream.finish();
    await stream.done;
    expect(target.upgrades[0]?.['user-agent']).toBe('scrumbot-desktop/0.0.0');
  });

  it.each([429, 503])(
    'that is answered with %i is made again when Retry-After says, and not before',
    async (status) => {
      const target = await startScriptedTarget({
        onMessage: completeOnEnd,
        answerUpgrade: (earlier) => (earlier === 0 ? { status, headers: { 'Retry-After': '60' } } : null),
      });
      const clock = createFastClock(100);
      const startMs = clock.nowMs();
      const stream = streamTo(target.url, { clock });
      stream.recorded(second);
      await expect.poll(() => stream.connection().phase).toBe('waiting');
      const status1 = stream.connection();
      expect(status1.sentence).toContain('It asks for a retry in 60 s.');
      expect(status1.phase === 'waiting' && status1.untilMs - startMs).toBeGreaterThanOrEqual(60_000);
      await expect.poll(() => target.upgrades.length).toBe(2);
      expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(60_000);
      stream.finish();
      await expect(stream.done).resolves.toEqual({ complete: true });
    },
  );

  it('that is refused once with 403 after the session was taken costs nothing', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK' && target.connections.length === 1) socket.close(1012);
        completeOnEnd(message, socket);
      },
      answerUpgrade: (earlier) => (earlier === 1 || earlier === 2 ? { status: 403 } : null),
    });
    const stream = streamTo(target.url, { clock: createFastClock(50) });
    stream.recorded(2 * second);
    await expect.poll(() => stream.counts().delivered).toBe(2);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(ended(stream).map(({ code }) => code)).toEqual(['1012', 'http-403', 'http-403']);
    expect(ended(stream)[1]?.reason).toMatch(/though it took this session before. Trying again/);
  });

  it('that a tunnel answers is told by the error of the tunnel', async () => {
    const target = await startScriptedTarget({
      answerUpgrade: () => ({ status: 404, headers: { 'ngrok-error-code': 'ERR_NGROK_3200' } }),
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    await expect.poll(() => ended(stream)[0]?.reason).toMatch(/^The tunnel 127\.0\.0\.1:\d+ is offline/);
  });

  it('that is redirected names the place, and nothing goes there', async () => {
    const elsewhere = await startScriptedTarget({});
    const target = await startScriptedTarget({
      answerUpgrade: () => ({
        status: 307,
        headers: { Location: `http://127.0.0.1:${elsewhere.port}/ws?x=1` },
      }),
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    await expect
      .poll(() => ended(stream)[0]?.reason)
      .toContain(`The target redirects (HTTP 307) to ws://127.0.0.1:${elsewhere.port}/ws,`);
    expect(elsewhere.upgrades).toEqual([]);
  });
});

describe('a credential that a target does not take', () => {
  it.each([4401, 4001, 3000])(
    'is asked for after close code %i, and the target is left alone',
    async (code) => {
      const target = await startScriptedTarget({
        onConnect: (socket) => socket.close(code, 'token expired'),
      });
      const stream = streamTo(target.url, { clock: createFastClock(50) });
      stream.recorded(second);
      await expect.poll(() => stream.connection().phase).toBe('stopped');
      expect(stream.connection().sentence).toContain(
        `wants another credential (code ${code}: token expired)`,
      );
      expect(stream.connection()).toMatchObject({ action: { do: 'set-credential' } });
      stream.finish();
      await expect(stream.done).resolves.toMatchObject({ complete: false });
      expect(target.upgrades).toHaveLength(1);
      expect(stream.counts()).toMatchObject({ pending: 1 });
    },
  );
});

describe('a HANDSHAKE', () => {
  it.each<[string, object, string]>([
    ['an ERROR', { type: 'ERROR', error: 'client type not allowed' }, 'client type not allowed'],
    ['an ERROR in data', { type: 'ERROR', data: { message: 'bad \u001b[31mversion' } }, 'bad [31mversion'],
    ['no message of ours', { detail: 'Unauthorized' }, '{"detail":"Unauthorized"}'],
  ])('that is answered by %s shows that error', async (_what, answer, words) => {
    const target = await startScriptedTarget({
      onConnect: () => undefined,
      onMessage: (message, socket) => {
        if (message.type === 'HANDSHAKE') say(socket, answer);
      },
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    await expect
      .poll(() => ended(stream)[0]?.reason)
      .toBe(`The target answered our HANDSHAKE with an error: ${words}`);
  });

  it('that is answered by an error and an acknowledgement is good', async () => {
    const target = await startScriptedTarget({
      onConnect: () => undefined,
      onMessage: (message, socket) => {
        if (message.type === 'HANDSHAKE') {
          say(socket, { type: 'ERROR', error: 'capabilities are unknown', recoverable: true });
          acknowledge(socket);
        }
        completeOnEnd(message, socket);
      },
    });
    const stream = streamTo(target.url);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
  });
});

describe('a chunk on which the target closes with 1000', () => {
  const chunkOf = ({ chunkId }: ReceivedMessage): string => String(chunkId);

  it('three times is set aside and named, and the others go on', async () => {
    const poison = `s1-${2 * second}`;
    let closes = 0;
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (chunkOf(message) === poison) {
          closes += 1;
          socket.close(1000);
        }
        completeOnEnd(message, socket);
      },
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(5 * second);
    stream.finish();
    const outcome = await stream.done;
    expect(outcome).toMatchObject({ complete: false, code: 'target-refused' });
    expect(outcome.complete ? '' : outcome.sentence).toContain('the audio of second 2.0 to 3.0');
    expect(closes).toBeGreaterThanOrEqual(3);
    expect(closes).toBeLessThanOrEqual(4);
    const heard = new Set(target.received.filter(({ type }) => type === 'AUDIO_CHUNK').map(chunkOf));
    expect([...heard].sort()).toEqual([0, 1, 2, 3, 4].map((sec) => `s1-${sec * second}`));
    expect(stream.counts()).toMatchObject({ captured: 5, delivered: 4, pending: 0 });
    expect(stream.changes).toContainEqual({ kind: 'state', firstSample: 2 * second, state: 'refused' });
    const named = stream.events.filter(({ type }) => type === 'chunk.set-aside');
    expect(named.map(({ reason }) => reason)).toEqual([
      'The target closed the connection three times on the audio of second 2.0 to 3.0 (code 1000). That part is skipped; the rest continues.',
    ]);
  });

  it('twice is sent the third time, and nothing is missing', async () => {
    let closes = 0;
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (chunkOf(message) === `s1-${second}` && closes < 2) {
          closes += 1;
          socket.close(1000);
        }
        completeOnEnd(message, socket);
      },
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(3 * second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(stream.counts()).toMatchObject({ captured: 3, delivered: 3, pending: 0 });
  });
});

describe('compressed frames that break', () => {
  const raw = (socket: WebSocket, bytes: number[]): void => {
    // Below ws, which sends no such thing itself.
    (socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(Buffer.from(bytes));
  };
  it.each<[string, (socket: WebSocket) => void]>([
    ['a target that closes with 1002', (socket) => socket.close(1002)],
    ['reserved bits that nobody agreed on', (socket) => raw(socket, [0xb1, 0x02, 0x7b, 0x7d])],
    ['bytes that do not inflate', (socket) => raw(socket, [0xc1, 0x04, 0xff, 0xff, 0xff, 0xff])],
  ])('are left off after %s, and the stream says so', async (_what, breakIt) => {
    const target = await startScriptedTarget({
      perMessageDeflate: true,
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK' && socket.extensions !== '') breakIt(socket);
        completeOnEnd(message, socket);
      },
    });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(2 * second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.upgrades.map((headers) => headers['sec-websocket-extensions'] !== undefined)).toEqual([
      true,
      false,
    ]);
    expect(ended(stream).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/The next try is without compression\.$/),
    ]);
    expect(stream.counts()).toMatchObject({ delivered: 2, pending: 0 });
  });
});
