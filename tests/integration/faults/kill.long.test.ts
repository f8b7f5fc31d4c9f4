import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { recoverTrack } from '../../../src/main/core/recording/recover-track.ts';
import { recoverSessions } from '../../../src/main/core/session/recover-sessions.ts';
import { eventReads } from '../../../src/main/core/events/event-store.ts';
import { sessionReads, sessionWrites } from '../../../src/main/core/session/session-store.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { counterSamples, writeCounterWav } from '../../support/counter-wav.ts';
import { inProcess } from '../../support/in-process.ts';
import { completeOnEnd, startScriptedTarget, type ScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { overAndOver } from '../../support/machine/over-and-over.ts';
import { fitted } from '../../support/machine/work.ts';
import { removeFolder } from '../../support/remove-folder.ts';

const child = fileURLToPath(new URL('../../support/recording-child.ts', import.meta.url));
const kills = fitted({ full: 200, usual: 16, least: 8 });

/** Records until a random moment, and answers what the process had told by then. */
async function recordAndKill(
  home: string,
  path: string,
  target: ScriptedTarget,
): Promise<{ shownSeq: number; shownSamples: number }> {
  const recorder = spawn(process.execPath, [child, home, path, target.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  recorder.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  while (!told.includes('started') && recorder.exitCode === null) await once(recorder.stdout, 'data');
  await wait(Math.random() * 400);
  recorder.kill('SIGKILL');
  await once(recorder, 'close');
  const numbers = (word: string): number[] =>
    // The last line may be cut in the middle of its number.
    [...told.matchAll(new RegExp(`${word} (\\d+)\n`, 'g'))].map((match) => Number(match[1]));
  return { shownSeq: Math.max(0, ...numbers('event')), shownSamples: Math.max(0, ...numbers('recorded')) };
}

async function checkHome(home: string, shown: { shownSeq: number; shownSamples: number }): Promise<void> {
  const db = openDatabase(join(home, 'scrumbot.db'));
  try {
    await recover(home, db);
    const [session] = sessionReads(db).list(1);
    expect(session?.state).toBe('recovered');
    const samples = session?.samples ?? 0;
    expect(samples).toBeGreaterThanOrEqual(shown.shownSamples);
    const wav = await readFile(join(home, `recordings/${session?.sessionId ?? ''}/system.wav`));
    expect(wav.readUInt32LE(40)).toBe(samples * 2);
    expect(wav.subarray(44).equals(Buffer.from(counterSamples(samples).buffer))).toBe(true);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const stored = db.prepare<[number], { count: number }>(
      'SELECT count(*) AS count FROM events WHERE seq <= ?',
    );
    expect(stored.get(shown.shownSeq)?.count).toBe(shown.shownSeq);
  } finally {
    db.close();
  }
}

/** What a start does, without the threads of a whole core: there are many homes to look at. */
async function recover(home: string, db: Database): Promise<void> {
  await recoverSessions({
    home,
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
    record: () => undefined,
    reads: inProcess(sessionReads(db)),
    wireBytes: inProcess(eventReads(db)).wireBytes,
    writes: inProcess(sessionWrites(db)),
    recoverTrack,
  });
}

describe('fault 17: kill -9 while recording and streaming', () => {
  it(`loses nothing that was shown, at ${kills} random moments`, async () => {
    const folder = await makeTemporaryFolder();
    const path = join(folder, 'counter.wav');
    await writeCounterWav(path, 30);
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        message.data = '';
        completeOnEnd(message, socket);
      },
    });
    await overAndOver('kills', kills, async (number) => {
      const home = join(folder, `home-${number}`);
      await checkHome(home, await recordAndKill(home, path, target));
      await removeFolder(home);
    });
  });
});
