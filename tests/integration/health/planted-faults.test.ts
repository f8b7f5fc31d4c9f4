import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { HealthRow, HealthRowId } from '../../../src/shared/health/health-row.ts';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import {
  completeOnEnd,
  say,
  startScriptedTarget,
  type ScriptedTarget,
} from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

async function record(target: ScriptedTarget, speed: 1 | 'max' = 1): Promise<Core> {
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const path = join(home, 'counter.wav');
  await writeCounterWav(path, 60);
  await core.handlers['session.start']({
    inputs: [{ kind: 'file', path, speed }],
    mode: 'stream',
    target: target.url,
  });
  onTestFinished(async () => {
    await core.sessions.shutDown();
  });
  return core;
}

async function row(core: Core, id: HealthRowId): Promise<HealthRow | undefined> {
  return (await core.handlers['health.get']({})).rows.find((one) => one.id === id);
}

test('the rows say what a target does wrong, and name the events that show it', async () => {
  let chunks = 0;
  const target = await startScriptedTarget({
    onConnect: (socket) =>
      say(socket, {
        type: 'HANDSHAKE_ACK',
        status: 'ready',
        // Ten minutes ahead of us.
        timestamp: new Date(Date.now() + 600_000).toISOString(),
      }),
    onMessage(message, socket) {
      completeOnEnd(message, socket);
      if (message.type !== 'AUDIO_CHUNK') return;
      chunks += 1;
      if (chunks === 1) say(socket, { type: 'ERROR', error: 'planted' });
      const data = { text: `words ${chunks}`, confidence: 1, timestamp: new Date().toISOString() };
      say(socket, { type: 'transcription_result', data });
      say(socket, { type: 'TRANSCRIPTION_RESULT', data });
    },
  });
  const core = await record(target);

  await expect.poll(() => row(core, 'results').then((one) => one?.level)).toBe('bad');
  /** The events that a row names are stored a moment later. */
  const shownBy = async (id: HealthRowId) =>
    core.handlers['analysis.events']({ ids: (await row(core, id))?.eventIds ?? [] });
  await expect.poll(async () => (await shownBy('results')).length).toBeGreaterThanOrEqual(2);
  const repeated = await shownBy('results');
  for (const { type } of repeated) expect(type.toUpperCase()).toBe('TRANSCRIPTION_RESULT');

  await expect.poll(() => row(core, 'errors')).toMatchObject({ level: 'warning', isExpected: true });
  await expect
    .poll(async () => (await shownBy('errors')).map(({ type, raw }) => [type, raw]))
    .toEqual([['ERROR', '{"type":"ERROR","error":"planted"}']]);
  await expect.poll(() => row(core, 'target').then((one) => one?.value)).toMatch(/round trip p50/);
  const clock = await row(core, 'target');
  expect(clock).toMatchObject({ level: 'warning', next: "Set this machine's clock, or the target's." });
  expect(clock?.value).toMatch(/clock is (9|10) min ahead \(± [\d.]+ ms\)/);

  // It goes away: its last words are the evidence.
  for (const socket of target.connections) socket.close(1012);
  await target.stop();
  await expect.poll(() => row(core, 'target').then((one) => one?.value)).toMatch(/1012|not running/);
  // The event that shows it is stored a moment later.
  await expect
    .poll(async () => {
      const away = await row(core, 'target');
      const [ended] = await core.handlers['analysis.events']({ ids: away?.eventIds.slice(-1) ?? [] });
      return ended?.type === 'connection.ended' && ended.reason === away?.value;
    })
    .toBe(true);
});

test('a backend that refuses makes the rows of the target and of the queue to it say so', async () => {
  const target = await startScriptedTarget({ refuseUpgrade: 503 });
  const core = await record(target, 'max');
  await expect.poll(() => row(core, 'target').then((one) => one?.value)).toMatch(/503/);
  expect((await row(core, 'target'))?.level).toMatch(/warning|bad/);
  // A minute of audio waits, of which half is allowed.
  await expect.poll(() => row(core, 'queue').then((one) => one?.level)).toMatch(/warning|bad/);
  // It may still grow between two looks.
  await expect
    .poll(async () => {
      const { queuedSec } = await core.handlers['status.get']({});
      const one = await row(core, 'queue');
      return queuedSec > 30 && one?.value.startsWith(`${queuedSec.toFixed(0)} s of audio`);
    })
    .toBe(true);
});

test('nothing is green because nobody looked: a core that did nothing yet knows of its disk and store alone', async () => {
  const core = await startTestCore({ home: await makeTemporaryFolder() });
  const { rows } = await core.handlers['health.get']({});
  const green = rows.filter(({ level, isExpected }) => level === 'good' && isExpected).map(({ id }) => id);
  expect(['store', 'disk', 'process']).toEqual(expect.arrayContaining(green));
  for (const id of ['target', 'system', 'microphone', 'recording', 'results'] as const) {
    expect(rows.find((one) => one.id === id)).toMatchObject({ level: 'unknown', isExpected: false });
  }
});

test('looks each second while somebody listens, keeps what it saw, and stops when nobody does', async () => {
  const core = await startTestCore({ home: await makeTemporaryFolder() });
  const seen: number[] = [];
  const stop = core.topics.subscribe('health', ({ atMs }) => seen.push(atMs));
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(3);
  stop();
  const spans = await core.handlers['health.history']({ sinceMs: 0 });
  expect(spans.map(({ id }) => id)).toContain('disk');
  const rows = await core.handlers['samples.list']({
    prefixes: ['process.main.'],
    sinceMs: 0,
    maxPoints: 100,
  });
  expect(rows.series['process.main.rssBytes']?.every((bytes) => bytes === null || bytes > 1e7)).toBe(true);
});
