import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseSimulation, startBackend, type Backend } from '../../../src/main/core/backend/backend.ts';
import { sessionOfFile } from '../../../src/main/cli/commands/tester/session-of-file.ts';
import type { Core } from '../../../src/main/core/core.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { startTestCore } from '../../support/core.ts';
import { counterSamples, writeCounterWav } from '../../support/counter-wav.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const { signal } = new AbortController();

/** Today's backend as it is imitated, with the ledger of what it took in. */
async function startReal(): Promise<Backend> {
  const backend = await startBackend({
    port: 0,
    engine: { problem: 'none' },
    simulate: parseSimulation('real'),
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => backend.stop());
  return backend;
}

/** Seven frames of the size that the Chrome extension has, and a last one that is shorter. */
const sent = Array.from({ length: 8 }, (_zero, at) => counterSamples(at === 7 ? 1_000 : 4_096, at * 4_096));
const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
const messages: Record<string, unknown>[] = [
  { type: 'HANDSHAKE', clientType: 'chrome_extension' },
  ...sent.map((samples) => ({
    type: 'AUDIO_CHUNK_ENHANCED',
    data: bytesOf(samples).toString('base64'),
    platform: 'google-meet',
    meetingUrl: 'https://meet.google.com/abc-defg-hij',
    participants: [],
    participant_count: 0,
    metadata: { sampleRate: 16_000, channels: 1, sampleWidth: 2 },
  })),
  { type: 'MEETING_EVENT', eventType: 'ended', data: { meetingId: 'abc', bufferFlushComplete: true } },
];

/** A client that talks through a tap to its end; the tap has kept its audio. */
async function tapped(core: Core, target: string): Promise<string[]> {
  const tap = await core.taps.open({ port: 0, target, allowOrigins: [], faults: '', recordAudio: true });
  const client = new WebSocket(tap.status().addresses[0] ?? '');
  await once(client, 'open');
  const isOver = new Promise<void>((resolve) => {
    client.on('message', (data: Buffer) => {
      if (data.toString().includes('PROCESSING_COMPLETE')) resolve();
    });
  });
  for (const message of messages) client.send(JSON.stringify(message));
  await isOver;
  client.close(1000);
  await once(client, 'close');
  const { sessionIds } = await tap.finish();
  return sessionIds;
}

/** The samples of all frames that a backend took in after the first so many. */
const takenIn = ({ ledger }: Backend, after = 0): number =>
  ledger.received.slice(after).reduce((sum, { samples }) => sum + samples, 0);

test('what a client of a tap says is kept to the sample, and sent again to today’s backend whole', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const real = await startReal();
  const [tapId = '', audioId = ''] = await tapped(core, real.url);
  const { tracks } = await core.sessions.show(audioId);
  const wav = await readFile(join(home, tracks[0]?.path ?? ''));
  expect(wav.subarray(44).equals(Buffer.concat(sent.map(bytesOf)))).toBe(true);
  const all = sent.reduce((sum, { length }) => sum + length, 0);
  expect(takenIn(real)).toBe(all);

  const again = await startReal();
  const { sentAgain, state, comparison } = await core.replays.replay(
    { sessionId: tapId, target: again.url, speed: 'max', fromSec: 0 },
    signal,
  );
  expect(state).toBe('ended');
  expect(sentAgain).toMatchObject({ frames: messages.length, audioChunks: 8, silentChunks: 0, notSent: 0 });
  expect(again.ledger.received.map(({ samples }) => samples)).toEqual(sent.map(({ length }) => length));
  // Both heard the same: the words of the imitation are made of the sound.
  expect(again.ledger.buffers.map(({ sha256 }) => sha256)).toEqual(
    real.ledger.buffers.map(({ sha256 }) => sha256),
  );
  expect(comparison.byType.find(({ type }) => type === 'AUDIO_CHUNK_ENHANCED')?.messages).toMatchObject({
    a: 8,
    b: 8,
  });
});

test('a recording and an import are sent again to today’s backend with as much audio as they had', async () => {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const [first, second] = [await startReal(), await startReal()];
  const path = join(home, 'in.wav');
  await writeCounterWav(path, 3);
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path, speed: 'max' }],
    target: first.url,
  });
  expect(await core.sessions.ended()).toBeNull();
  const ask = (id: string) =>
    core.replays.replay({ sessionId: id, target: second.url, speed: 'max', fromSec: 0 }, signal);
  const recording = await ask(sessionId);
  expect(recording).toMatchObject({ state: 'ended', sentAgain: { silentChunks: 0, notSent: 0 } });
  expect(takenIn(second)).toBe(takenIn(first));
  expect(takenIn(first)).toBeGreaterThan(0);

  const trace = join(home, 'trace.jsonl');
  const lines = messages.map((message, at) => ({
    t_ms: at * 10,
    dir: 'out',
    conn: 1,
    raw: JSON.stringify(message),
  }));
  await writeFile(trace, lines.map((line) => JSON.stringify(line)).join('\n'));
  const { importId } = await core.events.importFile(trace, { onKnown: () => 'nothing' });
  const before = second.ledger.received.length;
  const imported = await ask(importId);
  expect(imported).toMatchObject({ state: 'ended', sentAgain: { audioChunks: 0, silentChunks: 8 } });
  expect(takenIn(second, before)).toBe(sent.reduce((sum, { length }) => sum + length, 0));
});

test('a file is sent again by the session that its frames belong to, on every try', async () => {
  const folder = await makeTemporaryFolder();
  const core = await startTestCore({ home: join(folder, 'home') });
  const event = (sessionId: string, at: number): object => ({
    wallMs: Date.parse('2026-01-05T10:00:00Z') + at,
    monoMs: at,
    kind: 'frame',
    type: 'HANDSHAKE',
    direction: 'out',
    sessionId,
    target: 'dev',
    connectionId: 'a',
    generation: 1,
    bytes: 20,
    raw: '{"type":"HANDSHAKE"}',
    fields: {},
  });
  const write = async (name: string, lines: readonly object[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'));
    return path;
  };
  const own = await write('own.jsonl', [event('20260105-100000-aaaaaaaa', 0)]);
  for (let time = 0; time < 2; time += 1)
    expect(await sessionOfFile('own.jsonl', own, core)).toBe('20260105-100000-aaaaaaaa');
  // What was imported again went to the session of the first time.
  const trace = await write('trace.jsonl', [{ t_ms: 0, dir: 'out', conn: 1, raw: '{"type":"HANDSHAKE"}' }]);
  const first = await sessionOfFile('trace.jsonl', trace, core);
  await core.events.importFile(trace, { onKnown: () => 'again' });
  expect(await sessionOfFile('trace.jsonl', trace, core)).toBe(first);
  const two = await write('two.jsonl', [event('one', 1), event('other', 2)]);
  await expect(sessionOfFile('two.jsonl', two, core)).rejects.toThrow(
    'two.jsonl holds 2 sessions in which a client speaks, and is imported now. Name one of them with --session: one, other.',
  );
  const silent = await write('silent.har', [{ log: { entries: [{ request: { url: 'ws://a/ws' } }] } }]);
  await expect(sessionOfFile('silent.har', silent, core)).rejects.toThrow('Firefox does not, Chrome does.');
});
