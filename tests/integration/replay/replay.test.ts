import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pino } from 'pino';
import { parseSimulation, startBackend, type Backend } from '../../../src/main/core/backend/backend.ts';
import type { Core } from '../../../src/main/core/core.ts';
import type { Playing } from '../../../src/shared/replay/replay.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { startGroq } from '../../support/fake-groq.ts';
import { completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const signal = new AbortController().signal;

async function recorded(core: Core, home: string, target: string): Promise<string> {
  const path = join(home, 'in.wav');
  await writeCounterWav(path, 4);
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path, speed: 'max' }],
    target,
    meetingId: 'first-meeting',
  });
  expect(await core.sessions.ended()).toBeNull();
  return sessionId;
}

async function startSimulated(simulate: string): Promise<Backend> {
  const backend = await startBackend({
    port: 0,
    engine: { problem: 'none' },
    simulate: parseSimulation(simulate),
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => backend.stop());
  return backend;
}

test('a recording is sent again as a new meeting, with every sample of its audio', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const [first, second] = [
    await startScriptedTarget({ onMessage: completeOnEnd }),
    await startScriptedTarget({ onMessage: completeOnEnd }),
  ];
  const sessionId = await recorded(core, home, first.url);

  const report = await core.replays.replay(
    { sessionId, target: second.url, speed: 'max', fromSec: 0 },
    signal,
  );
  expect(second.received.map(({ type }) => type)).toEqual(first.received.map(({ type }) => type));
  expect(second.audio().equals(first.audio())).toBe(true);
  expect(second.audio().length).toBeGreaterThan(0);
  expect(JSON.stringify(second.received).includes('first-meeting')).toBe(false);
  const named = second.received
    .filter(({ type }) => type === 'AUDIO_CHUNK')
    .map(({ meetingId }) => meetingId);
  expect(new Set(named)).toEqual(new Set([report.meetingId]));
  expect(report).toMatchObject({
    replayOf: sessionId,
    state: 'ended',
    sentAgain: {
      frames: second.received.length,
      connections: 1,
      audioChunks: named.length,
      silentChunks: 0,
      notSent: 0,
      notes: [],
    },
    chunks: { sent: named.length, unconfirmed: named.length },
  });
  expect(report.comparison.byType.every(({ messages }) => messages.a === messages.b)).toBe(true);

  // What a replay played can be played again: its audio is that of the first.
  const again = await core.replays.replay(
    { sessionId: report.sessionId, target: second.url, speed: 'max', fromSec: 0 },
    signal,
  );
  expect(again.sentAgain).toMatchObject({ audioChunks: named.length, silentChunks: 0 });
});

test('a capture without audio is sent with silence of the same size, which is said', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const target = await startScriptedTarget({});
  const audio = Buffer.alloc(8192, 7).toString('base64');
  const message = (type: string, time: number, body: object) => ({
    type,
    time,
    opcode: 1,
    data: JSON.stringify(body),
  });
  const _webSocketMessages = [
    message('receive', 1767607200, { type: 'HANDSHAKE_ACK' }),
    message('send', 1767607200.1, {
      type: 'AUDIO_CHUNK_ENHANCED',
      data: audio,
      platform: 'meet',
      meetingUrl: 'x',
    }),
    message('send', 1767607200.2, {
      type: 'MEETING_EVENT',
      eventType: 'started',
      data: { meetingId: 'old' },
    }),
  ];
  const path = join(home, 'capture.har');
  await writeFile(path, JSON.stringify({ log: { version: '1.2', entries: [{ _webSocketMessages }] } }));
  const { importId } = await core.events.importFile(path, { onKnown: () => 'nothing' });

  const running = core.replays.replay(
    { sessionId: importId, target: target.url, speed: 'max', fromSec: 0 },
    signal,
  );
  await expect.poll(() => target.received.length).toBe(2);
  // A target that is gone has said all that it will.
  target.connections[0]?.close(1000);
  const report = await running;
  expect(report.sentAgain).toMatchObject({ frames: 2, audioChunks: 0, silentChunks: 1 });
  expect(target.received).toEqual([
    {
      type: 'AUDIO_CHUNK_ENHANCED',
      data: Buffer.alloc(8192).toString('base64'),
      platform: 'meet',
      meetingUrl: 'x',
      meetingId: report.meetingId,
    },
    { type: 'MEETING_EVENT', eventType: 'started', data: { meetingId: report.meetingId } },
  ]);
});

test('a replay from the middle leaves out the audio before, by the time of the recording and not of its making', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const first = await startScriptedTarget({ onMessage: completeOnEnd });
  const second = await startScriptedTarget({ onMessage: completeOnEnd });
  const sessionId = await recorded(core, home, first.url);
  const ask = (fromSec: number) =>
    core.replays.replay({ sessionId, target: second.url, speed: 'max', fromSec }, signal);

  const report = await ask(2);
  const samples = 2 * 16_000;
  expect(second.audio().equals(first.audio().subarray(samples * 2))).toBe(true);
  expect(report.sentAgain).toMatchObject({ audioChunks: 2, silentChunks: 0 });
  // What is no audio goes out all the same: the target is to know the meeting.
  const others = ({ type }: { type: string }): boolean => type !== 'AUDIO_CHUNK';
  expect(second.received.filter(others).map(({ type }) => type)).toEqual(
    first.received.filter(others).map(({ type }) => type),
  );
  await expect(ask(60)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('no audio after 60 s') as string,
  });
});

test('what cannot be replayed is told: no such frames, and a target that is away', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const ask = (sessionId: string, target: string) =>
    core.replays.replay({ sessionId, target, speed: 'max', fromSec: 0 }, signal);
  await expect(ask('nothing', 'ws://127.0.0.1:9/ws')).rejects.toMatchObject({ code: 'bad-input' });
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const sessionId = await recorded(core, home, target.url);
  await expect(ask(sessionId, 'ws://127.0.0.1:9/ws')).rejects.toMatchObject({ code: 'unreachable' });
  const [latest] = await core.sessions.list(1);
  expect(latest).toMatchObject({ title: `Replay of ${sessionId}`, state: 'failed' });
});

test('a twin run of the old backend and today’s names the pairs on the old side only', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const sides = await Promise.all(
    ['old', 'real'].map(async (simulate) => (await startSimulated(simulate)).url),
  );
  const path = join(home, 'in.wav');
  await writeCounterWav(path, 4);
  const { a, b, comparison } = await core.replays.twin(
    { input: [{ kind: 'file', path, speed: 'max' }], a: sides[0] ?? '', b: sides[1] ?? '', speed: 1 },
    signal,
  );
  expect(comparison.byCause.a['old-new-pair']).toBeGreaterThan(0);
  expect(comparison.byCause.b['old-new-pair']).toBeUndefined();
  expect(comparison.verdict).toContain('"old-new-pair" is only at a');
  const audio = comparison.byType.find(({ type }) => type === 'AUDIO_CHUNK');
  expect(audio?.messages).toEqual({ a: 4, b: 4 });
  expect(audio?.bytes.a).toBe(audio?.bytes.b);
  expect(Math.min(comparison.latencyMs.a.count, comparison.latencyMs.b.count)).toBeGreaterThan(0);
  expect([a.state, b.state]).toEqual(['ended', 'ended']);
  expect(a.meetingId).not.toBe(b.meetingId);
});

test('Groq can be a side of a twin run: its words beside those of a target', async () => {
  const groq = await startGroq(() => ({ text: 'we ship on Friday' }));
  onTestFinished(() => groq.stop());
  const home = await makeTemporaryFolder();
  const core = await startTestCore({
    home,
    environment: { ...process.env, GROQ_API_KEY: 'gsk_test_0123456789', SCRUMBOT_GROQ_BASE_URL: groq.url },
  });
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const path = join(home, 'in.wav');
  await writeCounterWav(path, 3);
  const { a, b, comparison } = await core.replays.twin(
    { input: [{ kind: 'file', path, speed: 'max' }], a: 'engine:groq', b: target.url, speed: 'max' },
    signal,
  );
  expect(groq.ledger[0]?.headers.authorization).toBe('Bearer gsk_test_0123456789');
  expect(a).toMatchObject({ target: 'engine:groq', text: 'we ship on Friday' });
  expect(b.text).toBe('');
  expect(comparison.wordDifference).toEqual({ a: 4, b: 0 });
  // The other side is a target of somebody else: no key goes there.
  expect(JSON.stringify(target.upgrades)).not.toContain('gsk_test');
});

test('a page begins a replay, follows it, and is told what came of it; a second one is refused meanwhile', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const first = await startScriptedTarget({ onMessage: completeOnEnd });
  let release = (): void => undefined;
  const second = await startScriptedTarget({
    onMessage: (message, socket) => {
      release = () => completeOnEnd(message, socket);
    },
  });
  const sessionId = await recorded(core, home, first.url);
  const seen: Playing[] = [];
  core.topics.subscribe('playing', (playing) => seen.push(playing));
  const ask = { sessionId, target: second.url, speed: 'max' as const, fromSec: 0 };
  await core.handlers['replay.start'](ask);
  await expect(core.handlers['replay.start'](ask)).rejects.toMatchObject({ code: 'busy' });
  const all = first.received.length;
  await expect
    .poll(() => core.handlers['replay.state']({}))
    .toMatchObject({ what: 'replay', sides: [{ target: second.url, sent: all, total: all }] });
  // What was sent is not there yet: only the last message is one to answer.
  await expect.poll(() => second.received.length).toBe(all);
  release();
  await expect.poll(async () => (await core.handlers['replay.state']({})).phase).toBe('replayed');
  const last = seen.at(-1);
  expect(last).toMatchObject({
    phase: 'replayed',
    report: { replayOf: sessionId, sentAgain: { frames: all } },
  });
  expect(seen[0]).toEqual({ phase: 'playing', what: 'replay', sides: [] });
});

test('a page lets two targets hear a kept session, and cancels', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const first = await startScriptedTarget({ onMessage: completeOnEnd });
  const [a, b] = [
    await startScriptedTarget({ onMessage: completeOnEnd }),
    await startScriptedTarget({ onMessage: completeOnEnd }),
  ];
  const sessionId = await recorded(core, home, first.url);
  const ask = { input: { sessionId }, a: a.url, b: b.url };
  await core.handlers['replay.twin']({ ...ask, speed: 'max' });
  await expect.poll(async () => (await core.handlers['replay.state']({})).phase).toBe('twinned');
  expect(a.audio().length).toBe(4 * 32_000);
  expect(b.audio().equals(a.audio())).toBe(true);
  await core.handlers['replay.twin']({ ...ask, speed: 0.1 });
  await expect.poll(() => a.connections.length).toBe(2);
  await core.handlers['replay.cancel']({});
  await expect
    .poll(() => core.handlers['replay.state']({}))
    .toMatchObject({ phase: 'failed', what: 'twin', message: 'It was cancelled.' });
  await expect(
    core.handlers['replay.twin']({ ...ask, speed: 1, input: { sessionId: 'none' } }),
  ).resolves.toEqual({});
  await expect
    .poll(() => core.handlers['replay.state']({}))
    .toMatchObject({ phase: 'failed', message: /none/ });
});
