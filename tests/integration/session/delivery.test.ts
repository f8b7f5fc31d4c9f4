import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { counterSamples } from '../../support/counter-wav.ts';
import { startTestCore } from '../../support/core.ts';
import {
  acknowledge,
  completeOnEnd,
  say,
  startScriptedTarget,
  type ScriptedTarget,
} from '../../support/scripted-target.ts';
import type { Sending } from '../../../src/shared/session/sending.ts';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { waitUntil } from '../../support/wait-until.ts';

function bytes(count: number, from = 0): Buffer {
  return Buffer.from(counterSamples(count, from).buffer);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** An address where nothing listens until a target is started on its port. */
async function reserveAddress(): Promise<string> {
  const target = await startScriptedTarget({});
  await target.stop();
  return target.url;
}

/** A target that answers each chunk with the same word. */
function startAnsweringTarget(word: string): Promise<ScriptedTarget> {
  return startScriptedTarget({
    onMessage(message, socket) {
      if (message.type === 'AUDIO_CHUNK') {
        say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: word, chunkId: String(message.chunkId) } });
      }
      completeOnEnd(message, socket);
    },
  });
}

const input = (path: string, speed: number | 'max' = 'max') => ({ kind: 'file', path, speed }) as const;

describe('sending a kept session', () => {
  it('gives the target what it has not got once it is back, and takes the complaint away', async () => {
    const { home, path } = await makeCounterHome(2.5);
    const away = await startScriptedTarget({ refuseUpgrade: 401 });
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], target: away.url });
    expect((await core.sessions.ended())?.code).toBe('unreachable');
    const before = await core.sessions.show(sessionId);
    expect(before).toMatchObject({ undelivered: 3, chunks: { captured: 3, delivered: 0, pending: 3 } });
    expect(before.receipt.undelivered).toEqual([{ target: away.url, sec: 2.5 }]);

    await away.stop();
    const back = await startScriptedTarget({ port: portOf(away.url), onMessage: completeOnEnd });
    await core.delivery.send(sessionId, undefined, 'brief');
    expect(back.audio().equals(bytes(40_000))).toBe(true);
    const after = await core.sessions.show(sessionId);
    expect(after).toMatchObject({ reason: null, undelivered: 0 });
    expect(after.chunks).toMatchObject({ captured: 3, delivered: 3, pending: 0 });
    expect(after.receipt.minutes[0]).toMatchObject({ capturedSec: 2.5, deliveredSec: 2.5 });
  });

  it('fails with the reason while the target is away, and keeps everything', async () => {
    const { home, path } = await makeCounterHome(1);
    const away = await startScriptedTarget({ refuseUpgrade: 403 });
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], target: away.url });
    await core.sessions.ended();
    await expect(core.delivery.send(sessionId, undefined, 'brief')).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(await core.sessions.show(sessionId)).toMatchObject({ undelivered: 1, chunks: { pending: 1 } });
  });

  it('sends all of it to another target, whose words replace the transcript', async () => {
    const { home, path } = await makeCounterHome(2);
    const first = await startAnsweringTarget('first');
    const second = await startAnsweringTarget('second');
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], target: first.url });
    await core.sessions.ended();
    expect((await core.sessions.show(sessionId)).text).toBe('first first');
    await core.delivery.send(sessionId, second.url, 'brief');
    expect(second.audio().equals(bytes(32_000))).toBe(true);
    expect((await core.sessions.show(sessionId)).text).toBe('second second');
    expect(first.audio()).toHaveLength(64_000);
  });

  it('is refused for a session that does not exist, and for one that is being recorded', async () => {
    const { home, path } = await makeCounterHome(30);
    const core = await startTestCore({ home });
    await expect(core.delivery.send('nothing', undefined, 'brief')).rejects.toMatchObject({
      code: 'not-found',
    });
    const { sessionId } = await core.sessions.start({ inputs: [input(path, 1)], mode: 'capture-only' });
    await expect(core.delivery.send(sessionId, undefined, 'brief')).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('sessions send of a session whose recording is missing', () => {
  it('says so and ends, though the target was open already', async () => {
    const { home, path } = await makeCounterHome(1);
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], mode: 'capture-only' });
    await core.sessions.ended();
    await core.stop();
    await rm(join(home, 'recordings', sessionId, 'system.wav'));
    const { code, stderr } = await runScrumbot(['sessions', 'send', sessionId], { home });
    expect(stderr).toContain("system.wav can't be read");
    expect(code).toBe(5);
  });
});

describe('the next start', () => {
  it('resumes by itself what a killed process left undelivered, down to the last sample on disk', async () => {
    const { home, path } = await makeCounterHome(60);
    const url = await reserveAddress();
    const scrumbot = startScrumbot(['record', '--input', `file:${path}`, '--target', url], { home });
    const watching = await startTestCore({ home });
    await expect
      .poll(async () => (await watching.sessions.list(1))[0]?.undelivered ?? 0)
      .toBeGreaterThanOrEqual(2);
    scrumbot.process.kill('SIGKILL');
    await scrumbot.finished;

    const target = await startScriptedTarget({ port: portOf(url), onMessage: completeOnEnd });
    const core = await startTestCore({ home, resumesDelivery: true });
    const [session] = await core.sessions.list(1);
    expect(session?.state).toBe('recovered');
    const samples = Math.round((session?.seconds ?? 0) * 16_000);
    await expect.poll(() => target.audio().length).toBe(samples * 2);
    expect(target.audio().equals(bytes(samples))).toBe(true);
    await expect.poll(async () => (await core.sessions.list(1))[0]?.undelivered).toBe(0);
  });

  it('finds what a killed process had sent and received, as the target counted it', async () => {
    const { home, path } = await makeCounterHome(60);
    let wireBytes = 0;
    const target = await startScriptedTarget({
      onConnect(socket, wire) {
        wire.on('data', (data: Buffer) => (wireBytes += data.length));
        acknowledge(socket);
      },
    });
    const scrumbot = startScrumbot(['record', '--input', `file:${path}`, '--target', target.url], { home });
    const watching = await startTestCore({ home });
    const kept = async (): Promise<number> => {
      const [session] = await watching.sessions.list(1);
      return session === undefined ? 0 : (await watching.sessions.show(session.sessionId)).bytes.out;
    };
    await expect.poll(kept).toBeGreaterThan(0);
    const before = await kept();
    scrumbot.process.kill('SIGKILL');
    await scrumbot.finished;
    const core = await startTestCore({ home });
    const [session] = await core.sessions.list(1);
    const { state, bytes: moved } = await core.sessions.show(session?.sessionId ?? '');
    expect(state).toBe('recovered');
    expect(moved.out).toBeGreaterThanOrEqual(before);
    expect(moved.in).toBeGreaterThan(0);
    // The request for the upgrade is read before there is a socket.
    await expect.poll(() => wireBytes).toBeGreaterThanOrEqual(moved.out - 1_000);
  });

  it('keeps what was moved by a sending that was killed', async () => {
    const { home, path } = await makeCounterHome(6);
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], mode: 'capture-only' });
    await core.sessions.ended();
    let wireBytes = 0;
    const target = await startScriptedTarget({
      onConnect(socket, wire) {
        wire.on('data', (data: Buffer) => (wireBytes += data.length));
        acknowledge(socket);
      },
    });
    const sent = async (): Promise<number> => (await core.sessions.show(sessionId)).bytes.out;
    const scrumbot = startScrumbot(['sessions', 'send', sessionId, '--target', target.url], { home });
    await expect.poll(sent).toBeGreaterThan(0);
    // This target never says that it has all, so nothing has been added up yet.
    expect(scrumbot.process.exitCode).toBeNull();
    scrumbot.process.kill('SIGKILL');
    await scrumbot.finished;
    const killed = await sent();
    // The request for the upgrade is read before there is a socket.
    await expect.poll(() => wireBytes).toBeGreaterThanOrEqual(killed - 1_000);
    const again = await startScriptedTarget({ onMessage: completeOnEnd });
    await core.delivery.send(sessionId, again.url, 'brief');
    expect(await sent()).toBeGreaterThan(killed + again.audio().length / 4);
  });

  it('leaves alone what is older than an hour, until somebody asks', async () => {
    const { home, path } = await makeCounterHome(1);
    const away = await startScriptedTarget({ refuseUpgrade: 401 });
    const earlier = await startTestCore({ home });
    await earlier.sessions.start({ inputs: [input(path)], target: away.url });
    await earlier.sessions.ended();
    await away.stop();
    const back = await startScriptedTarget({ port: portOf(away.url), onMessage: completeOnEnd });
    const clock = createSystemClock();
    const later = { ...clock, nowMs: () => clock.nowMs() + 2 * 3_600_000 };
    const core = await startTestCore({ home, resumesDelivery: true, clock: later });
    const [session] = await core.sessions.list(1);
    expect(session?.undelivered).toBe(1);
    // Whatever the start began is over, and so is a second look.
    await core.delivery.resume();
    await core.delivery.idle();
    expect(back.connections).toHaveLength(0);
    await core.delivery.send(session?.sessionId ?? '', undefined, 'brief');
    expect(back.audio()).toHaveLength(32_000);
  });
});

describe('fault 16: another target in mid-session', () => {
  it('gets the meeting and the audio from there on, while the old one keeps what was its own', async () => {
    const { home, path } = await makeCounterHome(6);
    const old = await startScriptedTarget({ onMessage: completeOnEnd });
    const next = await startScriptedTarget({ onMessage: completeOnEnd });
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path, 2)], target: old.url });
    await expect.poll(() => old.audio().length).toBeGreaterThanOrEqual(32_000);
    await core.sessions.switchTarget(next.url);
    await core.sessions.ended();

    const boundary = old.audio().length / 2;
    expect(boundary).toBeGreaterThan(0);
    expect(old.audio().equals(bytes(boundary))).toBe(true);
    expect(next.audio().equals(bytes(96_000 - boundary, boundary))).toBe(true);
    for (const target of [old, next]) {
      const meeting = target.received.filter(({ type }) => type === 'MEETING_EVENT');
      expect(meeting.map(({ eventType }) => eventType)).toEqual(['meeting_started', 'meeting_ended']);
    }
    const report = await core.sessions.show(sessionId);
    expect(report.target).toBe(next.url);
    expect(report.chunks).toMatchObject({ pending: 0 });
    expect(report.events.byType).toMatchObject({ 'session.target-switched': 1, 'session.receipt': 1 });
  });

  it('never hands what was queued for a target that is away to the new one', async () => {
    const { home, path } = await makeCounterHome(4);
    const away = await startScriptedTarget({ refuseUpgrade: 401 });
    const next = await startScriptedTarget({ onMessage: completeOnEnd });
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path, 2)], target: away.url });
    await expect.poll(() => core.sessions.current()?.chunks().captured ?? 0).toBeGreaterThan(1);
    await core.sessions.switchTarget(next.url);
    await core.sessions.ended();
    const [lost] = (await core.sessions.show(sessionId)).receipt.undelivered;
    expect(lost?.target).toBe(away.url);
    const boundary = Math.round((lost?.sec ?? 0) * 16_000);
    expect(next.audio().equals(bytes(64_000 - boundary, boundary))).toBe(true);
  });
});

describe('a session that the app sends by itself', () => {
  /** A recording that its target has not got, in an app that goes on trying. */
  async function startTrying() {
    const { home, path } = await makeCounterHome(2.5);
    const url = await reserveAddress();
    const earlier = await startTestCore({ home });
    const { sessionId } = await earlier.sessions.start({ inputs: [input(path)], target: url });
    await waitUntil(() => expect(earlier.sessions.current()?.summary().state).toBe('stopping'));
    earlier.sessions.stopWaiting();
    await earlier.sessions.ended();
    await earlier.stop();
    const core = await startTestCore({ home, resumesDelivery: true });
    const told: Sending[][] = [];
    core.topics.subscribe('sendings', (sendings) => void told.push(sendings));
    await waitUntil(() => expect(core.delivery.sendings()[0]?.connection.phase).toBe('waiting'));
    return { core, url, sessionId, told };
  }

  it('says how far it is and when it tries again; who asks for it then gets it at once, and no error', async () => {
    const { core, url, sessionId, told } = await startTrying();
    const [sending] = await core.handlers['sendings.list']({});
    expect(sending).toMatchObject({ sessionId, target: url, delivered: 0, due: 3 });
    // A wait may be over before it is asked for: it is any part of its longest time.
    expect(['waiting', 'connecting']).toContain(sending?.connection.phase);
    // Each wait is told, so that nobody looks at one that is long over.
    const waits = (): Set<number> =>
      new Set(told.flat().flatMap(({ connection: at }) => (at.phase === 'waiting' ? at.untilMs : [])));
    await waitUntil(() => expect(waits().size).toBeGreaterThan(1));
    let end: (() => void) | undefined;
    const target = await startScriptedTarget({
      port: portOf(url),
      onMessage(message, socket) {
        if (message.eventType === 'meeting_ended') end = () => completeOnEnd(message, socket);
      },
    });
    const sent = core.handlers['sessions.send']({ sessionId });
    // What has arrived is told while the last answer is still waited for.
    await waitUntil(() => {
      expect(told.at(-1)).toMatchObject([{ delivered: 3, due: 3, connection: { phase: 'ending' } }]);
      expect(end).toBeDefined();
    });
    end?.();
    const report = await sent;
    expect(report).toMatchObject({ undelivered: 0, reason: null });
    expect(target.audio().equals(bytes(40_000))).toBe(true);
    await waitUntil(() => expect(told.at(-1)).toEqual([]));
  });

  it('is sent no more once that is cancelled, until somebody asks for it', async () => {
    const { core, url, sessionId } = await startTrying();
    await core.handlers['sendings.cancel']({ sessionId });
    await core.delivery.idle();
    expect(core.delivery.sendings()).toEqual([]);
    const target = await startScriptedTarget({ port: portOf(url), onMessage: completeOnEnd });
    await core.delivery.resume();
    expect(target.connections).toHaveLength(0);
    expect(await core.sessions.show(sessionId)).toMatchObject({ undelivered: 3 });
    await core.delivery.send(sessionId, undefined, 'brief');
    expect(target.audio().equals(bytes(40_000))).toBe(true);
  });
});

describe('stopping while the target is away', () => {
  it('says what is waited for, and ends at once when somebody stops the waiting', async () => {
    const { home, path } = await makeCounterHome(2.5);
    const url = await reserveAddress();
    const core = await startTestCore({ home });
    const { sessionId } = await core.sessions.start({ inputs: [input(path)], target: url });
    await waitUntil(async () => {
      const { verdict, session } = await core.handlers['status.get']({});
      expect(session?.state).toBe('stopping');
      expect(verdict.headline).toBe(`Stopping: waiting for ${url}, which is away`);
    });
    await core.handlers['session.stopWaiting']({});
    await core.sessions.ended();
    const report = await core.sessions.show(sessionId);
    expect(report).toMatchObject({ state: 'ended', undelivered: 3, tracks: [{ samples: 40_000 }] });
    expect(report.receipt.notes.join(' ')).toContain('stopped by hand');
  });

  it('is told by the command line, whose Ctrl-C ends the wait', async () => {
    const { home, path } = await makeCounterHome(1);
    const url = await reserveAddress();
    const scrumbot = startScrumbot(
      ['record', '--input', `file:${path}`, '--speed', 'max', '--target', url, '--json'],
      { home },
    );
    await waitUntil(() => expect(scrumbot.stderr()).toContain('Press Ctrl-C to stop waiting.'));
    expect(scrumbot.stderr()).toContain(`Stopping: waiting for ${url}, which is away.`);
    scrumbot.process.kill('SIGINT');
    const { code, stdout, stderr } = await scrumbot.finished;
    expect(code).toBe(130);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report).toMatchObject({ state: 'ended', undelivered: 1 });
    expect(stderr).toContain(`"scrumbot sessions send ${report.sessionId}"`);
  });
});
