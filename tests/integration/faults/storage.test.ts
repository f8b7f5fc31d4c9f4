import { execFile } from 'node:child_process';
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Database } from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { createRecording } from '../../../src/main/core/recording/recording.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { counterSamples, writeCounterWav } from '../../support/counter-wav.ts';
import { startTestCore } from '../../support/core.ts';
import { openDatabaseLocker } from '../../support/lock-database.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

const run = promisify(execFile);

/** A disk of its own, unmounted with the test. */
async function mountDisk(options: string): Promise<string> {
  const folder = join(await makeTemporaryFolder(), 'disk');
  await mkdir(folder);
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(async () => {
    await run('umount', ['-l', folder]);
  });
  return folder;
}

async function fill(folder: string): Promise<string> {
  const ballast = join(folder, 'ballast');
  const { bavail, bsize } = await statfs(folder);
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize)));
  return ballast;
}

describe('fault 18: the writer thread dies', () => {
  it('is started again within 2 s, loses nothing and stores nothing twice', async () => {
    const { home, path } = await makeCounterHome(3);
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const core = await startTestCore({
      home,
      writerEntry: new URL('../../support/dying-writer-worker.ts', import.meta.url),
    });
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path, speed: 1 }],
      target: target.url,
    });
    expect(await core.sessions.ended()).toBeNull();
    expect(existsSync(join(home, 'scrumbot.db.died'))).toBe(true);
    const report = await core.sessions.show(sessionId);
    expect(report).toMatchObject({
      state: 'ended',
      reason: null,
      chunks: { captured: 3, delivered: 3, pending: 0 },
    });
    expect(report.events.byType).toMatchObject({
      AUDIO_CHUNK: 3,
      HANDSHAKE: 1,
      MEETING_EVENT: 2,
      PROCESSING_COMPLETE: 1,
      'session.recording': 1,
      'session.ended': 1,
    });
  });
});

describeWith(['root'], 'fault 20: the disk is full', () => {
  it('is told in a sentence at the start, with exit code 5', async () => {
    const disk = await mountDisk('size=8m');
    const folder = await makeTemporaryFolder();
    const path = join(folder, 'counter.wav');
    await writeCounterWav(path, 1);
    await fill(disk);
    const { code, stderr } = await runScrumbot(
      ['record', '--input', `file:${path}`, '--mode', 'capture-only', '--home', join(disk, 'home')],
      { home: folder },
    );
    expect(code).toBe(5);
    expect(stderr).not.toContain('    at ');
  });

  it('holds up a recording, and no sample is lost when somebody frees it', async () => {
    const disk = await mountDisk('size=8m');
    const problems: (AppError | null)[] = [];
    const recording = await createRecording({
      home: disk,
      sessionId: 's',
      sources: ['system'],
      clock: createSystemClock(),
      onProblem: (problem) => problems.push(problem),
    });
    const samples = counterSamples(200_000);
    await recording.append('system', samples.subarray(0, 100_000));
    const ballast = await fill(disk);
    const appended = recording.append('system', samples.subarray(100_000));
    await expect.poll(() => problems.length).toBe(1);
    expect(problems[0]?.message).toMatch(/Free disk space/);
    await rm(ballast);
    await appended;
    expect(problems).toEqual([expect.anything(), null]);
    expect(await recording.read(0, 200_000)).toEqual(samples);
    await recording.close();
    expect((await stat(join(disk, 'recordings/s/system.wav'))).size).toBe(44 + 400_000);
  });
});

describeWith(['root'], 'fault 21: a read-only folder', () => {
  it('is an error at the start, with exit code 5 and what to do', async () => {
    const disk = await mountDisk('size=8m,ro');
    const { code, stderr } = await runScrumbot(['sessions', 'list', '--home', join(disk, 'home')], {
      home: disk,
    });
    expect(code).toBe(5);
    expect(stderr).toMatch(/another|writable/);
  });
});

describe('fault 22: another process locks the database', () => {
  it('for longer than SQLite waits: the recording goes on, says so, and keeps every word and state', async () => {
    const { home, path } = await makeCounterHome(3);
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK')
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: String(message.chunkId) } });
        completeOnEnd(message, socket);
      },
    });
    const core = await startTestCore({ home });
    const problems: (string | null)[] = [];
    core.topics.subscribe('status', ({ storageProblem }) => problems.push(storageProblem));
    const locker = await openDatabaseLocker(join(home, 'scrumbot.db'));
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path, speed: 1 }],
      target: target.url,
    });
    await locker.lock();
    await expect
      .poll(() => problems)
      .toContainEqual(expect.stringContaining('is locked by another program') as string);
    await locker.release();
    expect(await core.sessions.ended()).toBeNull();
    const report = await core.sessions.show(sessionId);
    expect(report).toMatchObject({
      state: 'ended',
      reason: null,
      seconds: 3,
      chunks: { captured: 3, delivered: 3, pending: 0 },
    });
    expect(report.transcript).toHaveLength(3);
    expect(report.events.byType).toMatchObject({ AUDIO_CHUNK: 3, 'session.stopping': 1, 'session.ended': 1 });
  });
});

describe('fault 38: an upgrade with a non-empty outbox', () => {
  it('keeps every chunk, and delivers it with the new version', async () => {
    const { home } = await makeCounterHome(0.1);
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const old = openDatabase(join(home, 'scrumbot.db'));
    migrate(old, migrations.slice(0, 1));
    await makeOldSession(old, home, target.url);
    old.close();

    const core = await startTestCore({ home });
    expect((await core.sessions.list(1))[0]).toMatchObject({ undelivered: 2 });
    await core.delivery.send('old-session', undefined, 'brief');
    expect(target.audio().equals(Buffer.from(counterSamples(16_000, 16_000).buffer))).toBe(true);
    expect((await core.sessions.list(1))[0]).toMatchObject({ undelivered: 0 });
    expect(existsSync(join(home, 'scrumbot.db.backup-v1'))).toBe(true);
  });
});

/** A session of three half-second chunks, the first of which was delivered, as schema 1 stored it. */
async function makeOldSession(db: Database, home: string, target: string): Promise<void> {
  await mkdir(join(home, 'recordings/old-session'), { recursive: true });
  await writeCounterWav(join(home, 'recordings/old-session/system.wav'), 2);
  db.exec(`
    INSERT INTO sessions (session_id, meeting_id, title, mode, target, state, started_ms, ended_ms, owner_pid)
    VALUES ('old-session', 'm', 'Old', 'stream', '${target}', 'ended', ${Date.now() - 10_000}, ${Date.now()}, 1);
    INSERT INTO tracks VALUES ('old-session', 'system', 'recordings/old-session/system.wav', 32000);
    INSERT INTO outbox (session_id, target, track, first_sample, sample_count, crc, state, attempts) VALUES
      ('old-session', '${target}', 'system', 0, 16000, 0, 'delivered', 1),
      ('old-session', '${target}', 'system', 16000, 8000, 0, 'sent', 1),
      ('old-session', '${target}', 'system', 24000, 8000, 0, 'queued', 0);`);
}
