import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  sessionReportSchema,
  type SessionReport,
  type SessionSummary,
} from '../../../src/shared/session/session.ts';
import type { StoredEvent } from '../../../src/shared/events/events.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { counterSamples } from '../../support/counter-wav.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { waitUntil } from '../../support/wait-until.ts';

async function setUp(seconds: number): Promise<{ home: string; input: string; samples: Int16Array }> {
  const { home, path, samples } = await makeCounterHome(seconds);
  return { home, input: `file:${path}`, samples };
}

async function list(home: string): Promise<SessionSummary[]> {
  return JSON.parse((await runScrumbot(['sessions', 'list', '--json'], { home })).stdout) as SessionSummary[];
}

async function eventsOf(home: string): Promise<StoredEvent[]> {
  const { stdout } = await runScrumbot(['events', 'list', '--json', '--limit', '10000'], { home });
  return (JSON.parse(stdout) as StoredEvent[]).reverse();
}

describe('record', () => {
  it.each([
    ['as it ships', 'built'],
    ['from source', 'source'],
  ] as const)('keeps a file sample for sample and prints one JSON document, %s', async (_how, entry) => {
    const { home, input, samples } = await setUp(5.5);
    const { code, stdout } = await runScrumbot(
      ['record', '--input', input, '--speed', 'max', '--mode', 'capture-only', '--json'],
      { home, entry },
    );
    expect(code).toBe(0);
    const report = sessionReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ mode: 'capture-only', target: null, state: 'ended', seconds: 5.5 });
    expect(report.tracks).toEqual([
      {
        source: 'system',
        path: `recordings/${report.sessionId}/system.wav`,
        seconds: 5.5,
        samples: 88_000,
        gaps: [],
      },
    ]);
    const wav = await readFile(join(home, report.tracks[0]?.path ?? ''));
    expect(wav.subarray(44).equals(Buffer.from(samples.buffer))).toBe(true);
    expect(wav.readUInt32LE(40)).toBe(176_000);
    expect(Object.keys(report.events.byType)).toEqual(
      expect.arrayContaining(['session.recording', 'session.ended', 'capture.started', 'capture.stopped']),
    );
  });

  it('streams every sample once to a target and stores every frame without its audio', async () => {
    const { home, input, samples } = await setUp(4.2);
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const { code, stdout, stderr } = await runScrumbot(
      [
        'record',
        '--input',
        input,
        '--speed',
        'max',
        '--target',
        target.url,
        '--meeting-id',
        'weekly_1',
        '--json',
      ],
      { home },
    );
    // All of it is delivered, and a target that says no word is not what anybody wanted.
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Warning: No words received\. .* 5 of 5 chunks delivered, .*transcriber/);
    expect(target.audio().equals(Buffer.from(samples.buffer))).toBe(true);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.meetingId).toBe('weekly_1');
    expect(report.chunks).toEqual({
      captured: 5,
      silent: 0,
      sent: 5,
      delivered: 5,
      unconfirmed: 0,
      retried: 0,
      pending: 0,
    });
    expect(report.events.byType).toMatchObject({
      HANDSHAKE: 1,
      HANDSHAKE_ACK: 1,
      AUDIO_CHUNK: 5,
      MEETING_EVENT: 2,
    });
    const chunks = (await eventsOf(home)).filter((event) => event.type === 'AUDIO_CHUNK');
    expect(chunks).toHaveLength(5);
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({
        kind: 'frame',
        direction: 'out',
        generation: 1,
        sessionId: report.sessionId,
      });
      expect(chunk.raw).toContain('sha256:');
      expect(chunk.raw?.length).toBeLessThan(1_000);
    }
    expect(chunks[0]?.bytes).toBeGreaterThan(42_000);
    expect(chunks[0]?.fields).toMatchObject({ audioBytes: 32_000 });
  });

  it('keeps the recording and exits with 3 when the target is away', async () => {
    const { home, input } = await setUp(1.5);
    const target = await startScriptedTarget({ refuseUpgrade: 401 });
    const { code, stdout, stderr } = await runScrumbot(
      ['record', '--input', input, '--speed', 'max', '--target', target.url, '--json'],
      { home },
    );
    expect(stderr).toContain('The target refuses the connection (HTTP 401)');
    expect(code).toBe(3);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.reason).toContain('2 of 2 chunks were not delivered; the recording is kept.');
    expect(report.chunks).toMatchObject({ captured: 2, sent: 0, pending: 2 });
    expect((await stat(join(home, report.tracks[0]?.path ?? ''))).size).toBe(44 + 48_000);
  });

  it('exits with 4 and says why when the built-in target has no speech engine', async () => {
    const { home, input } = await setUp(3.5);
    const { code, stdout, stderr } = await runScrumbot(
      ['record', '--input', input, '--speed', 'max', '--engine', 'none', '--json'],
      { home },
    );
    expect(code).toBe(4);
    expect(stderr).not.toBe('');
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.chunks).toMatchObject({ sent: 4, delivered: 4, pending: 0 });
    expect(report.events.byType).toMatchObject({ TRANSCRIPTION_ERROR: 2, PROCESSING_COMPLETE: 1 });
    expect(report.text).toBe('');
  });

  it('refuses each line that cannot be followed, with exit code 2, a sentence, and no session', async () => {
    const { home, input } = await setUp(0.1);
    const lines: readonly [words: string[], message: RegExp][] = [
      [['--input', 'file:/does/not/exist.wav'], /exist\.wav/],
      [['--input', 'loudspeaker'], /Use system, mic, file:PATH, or - for/],
      [['--input', 'file:COUNTER', '--target', 'nowhere'], /No target is called "nowhere"/],
      [['--input', 'file:COUNTER', '--target', 'ws://example.org/ws'], /not encrypted/],
      [['--input', 'file:COUNTER', '--meeting-id', '../x'], /letters, digits/],
      [['--input', 'file:COUNTER', '--engine', 'siri'], /No speech engine is called "siri"/],
      [['--input', 'file:COUNTER', '--speed', 'fast'], /--speed takes a number/],
      [['--input', 'file:COUNTER', '--input', 'system'], /same track/],
      [
        ['--input', 'file:COUNTER', '--mode', 'direct', '--engine', 'siri'],
        /No speech engine is called "siri"/,
      ],
      [[], /--input/],
    ];
    for (const [words, message] of lines) {
      const given = words.map((word) => word.replace('file:COUNTER', input));
      const { code, stderr } = await runScrumbot(['record', ...given], { home });
      expect.soft({ words, code }).toEqual({ words, code: 2 });
      expect.soft(stderr).toMatch(message);
    }
    expect(await list(home)).toEqual([]);
  });

  it('prints the error as one JSON document with --json', async () => {
    const { home } = await setUp(0.1);
    const { code, stdout } = await runScrumbot(['sessions', 'show', 'nothing', '--json'], { home });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('stops cleanly at Ctrl-C: everything is kept, what the target got is told, the exit code is 130', async () => {
    const { home, input } = await setUp(30);
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const scrumbot = startScrumbot(['record', '--input', input, '--target', target.url, '--json'], { home });
    await expect.poll(() => target.audio().length).toBeGreaterThanOrEqual(32_000);
    scrumbot.process.kill('SIGINT');
    const { code, stdout } = await scrumbot.finished;
    expect(code).toBe(130);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.state).toBe('ended');
    const { captured, delivered, pending } = report.chunks;
    expect(delivered + pending).toBe(captured);
    // A machine that is too slow for the whole end in two seconds says so instead.
    if (report.reason !== null) {
      expect(report.receipt.notes).toContainEqual(expect.stringContaining('Waiting for the end was'));
      return;
    }
    expect(delivered).toBe(captured);
    expect(target.audio()).toHaveLength((report.tracks[0]?.samples ?? 0) * 2);
    expect(target.received.at(-1)).toMatchObject({ type: 'MEETING_EVENT', eventType: 'meeting_ended' });
  });

  it('ends soon at one Ctrl-C with a target that talks on, confirms nothing and never ends, and says so', async () => {
    const { home, input } = await setUp(30);
    const target = await startScriptedTarget({ autoPong: false });
    const talking = setInterval(() => {
      for (const socket of target.connections) say(socket, { type: 'PROCESSING_STATUS' });
    }, 200);
    onTestFinished(() => clearInterval(talking));
    const scrumbot = startScrumbot(['record', '--input', input, '--target', target.url, '--json'], { home });
    await expect.poll(() => target.audio().length).toBeGreaterThanOrEqual(32_000);
    scrumbot.process.kill('SIGINT');
    const { code, stdout } = await scrumbot.finished;
    expect(code).toBe(130);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report).toMatchObject({ state: 'ended', chunks: { delivered: 0 } });
    expect(report.receipt.notes).toContainEqual(expect.stringContaining('Waiting for the end was'));
    expect(report.receipt.undelivered[0]?.sec).toBeGreaterThan(0);
  });

  it('stops by itself after --duration, to the sample', async () => {
    const { home, input } = await setUp(10);
    const { stdout } = await runScrumbot(
      ['record', '--input', input, '--speed', 'max', '--mode', 'capture-only', '--duration', '2.5', '--json'],
      { home },
    );
    expect((JSON.parse(stdout) as SessionReport).tracks[0]?.samples).toBe(40_000);
  });

  it('fault 17: keeps all that was on disk at kill -9, and the next start recovers the session', async () => {
    const { home, input } = await setUp(30);
    const scrumbot = startScrumbot(['record', '--input', input, '--mode', 'capture-only'], { home });
    const track = async (): Promise<string> => {
      const [sessionId = ''] = await readdir(join(home, 'recordings'));
      return join(home, 'recordings', sessionId, 'system.wav');
    };
    // A second and a bit, and not whole seconds.
    await waitUntil(async () => expect((await stat(await track())).size).toBeGreaterThan(1.3 * 32_000));
    scrumbot.process.kill('SIGSTOP');
    const { size } = await stat(await track());
    scrumbot.process.kill('SIGKILL');
    await scrumbot.finished;
    const [session] = await list(home);
    expect(session).toMatchObject({ state: 'recovered' });
    expect(session?.reason).toMatch(/Everything up to then is kept/);
    const count = Math.round((session?.seconds ?? 0) * 16_000);
    // Until it stops, it may write on.
    expect(count).toBeGreaterThanOrEqual(Math.floor((size - 44) / 2));
    const wav = await readFile(await track());
    expect(wav.readUInt32LE(40)).toBe(count * 2);
    expect(wav.subarray(44).equals(Buffer.from(counterSamples(count).buffer))).toBe(true);
  });

  it('leaves a session alone that another process is recording', async () => {
    const { home, input } = await setUp(30);
    const scrumbot = startScrumbot(['record', '--input', input, '--mode', 'capture-only', '--json'], {
      home,
    });
    await expect.poll(async () => (await list(home))[0]?.state).toBe('recording');
    expect((await list(home))[0]?.state).toBe('recording');
    scrumbot.process.kill('SIGTERM');
    expect((JSON.parse((await scrumbot.finished).stdout) as SessionReport).state).toBe('ended');
  });
});
