import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { samplesToSec, sourceNames } from '../../../shared/sound/audio.ts';
import { messageOf } from '../../../shared/errors.ts';
import { noBytes } from '../../../shared/session/no-counts.ts';
import { isProcessAlive } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';
import type { SessionReads, SessionRow, SessionWrites, TrackRow } from './session-store.ts';
import { say, sayIt, sentence } from '../../../shared/words/all-words.ts';

export type RecoverOptions = {
  home: string;
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  reads: Pick<Promisified<SessionReads>, 'listUnfinished' | 'listTracks' | 'find'>;
  wireBytes: (sessionId: string) => Promise<{ out: number; in: number }>;
  writes: Promisified<SessionWrites>;
  /** Mends a track's header and answers how many samples there are. */
  recoverTrack: (path: string) => Promise<number>;
};

// A running session writes its tracks many times a second; one that has not for so long is no longer running,
// whoever has its process id now.
const staleMs = 60_000;

const cutOff = sentence('session.cut-off');
const unlisted = sentence('session.unlisted');

/** Finishes what a crash or a power cut left open. Sessions that another process is recording are left alone. */
export async function recoverSessions(options: RecoverOptions): Promise<void> {
  for (const session of await options.reads.listUnfinished()) {
    if (await isStillRunning(session, options)) continue;
    await recoverListed(session, options);
  }
  for (const folder of await folders(join(options.home, 'recordings'))) {
    // A track whose file was taken away went on in a folder of the session's name with a number.
    const sessionId = folder.replace(/\.\d+$/, '');
    if ((await options.reads.find(sessionId)) === null) await recoverUnlisted(folder, options);
  }
}

async function recoverListed(session: SessionRow, options: RecoverOptions): Promise<void> {
  const { sessionId } = session;
  const tracks = await options.reads.listTracks(sessionId);
  let longest = 0;
  for (const { source, path } of tracks) {
    const samples = await options.recoverTrack(join(options.home, path)).catch((error: unknown) => {
      options.log.warn({ sessionId, source, problem: messageOf(error) }, 'a track could not be recovered');
      return 0;
    });
    longest = Math.max(longest, samples);
    await options.writes.setTrackSamples(sessionId, source, samples);
  }
  await recoverBytes(sessionId, options);
  const endedMs = session.startedMs + samplesToSec(longest) * 1000;
  await options.writes.setState(sessionId, {
    state: 'recovered',
    reason: sayIt(cutOff),
    reasons: [cutOff],
    endedMs,
  });
  options.record({
    kind: 'session',
    type: 'session.recovered',
    sessionId,
    target: session.target,
    reason: sayIt(cutOff),
    fields: { seconds: samplesToSec(longest) },
  });
}

/** One that ended before its first figures were stored has its frames. */
async function recoverBytes(sessionId: string, options: RecoverOptions): Promise<void> {
  const kept = (await options.reads.find(sessionId))?.bytes ?? noBytes;
  if (kept.out > 0 || kept.in > 0) return;
  const frames = await options.wireBytes(sessionId);
  await options.writes.setBytes(sessionId, { ...frames, plainOut: frames.out });
}

async function recoverUnlisted(sessionId: string, options: RecoverOptions): Promise<void> {
  const tracks: TrackRow[] = [];
  let newestMs = 0;
  for (const source of sourceNames) {
    const path = `recordings/${sessionId}/${source}.wav`;
    const file = await stat(join(options.home, path)).catch(() => null);
    if (file === null) continue;
    newestMs = Math.max(newestMs, file.mtimeMs);
    // Another process may have made the folder a moment before its entry.
    if (options.clock.nowMs() - file.mtimeMs < staleMs) return;
    const samples = await options.recoverTrack(join(options.home, path)).catch(() => 0);
    if (samples > 0) tracks.push({ source, path, samples });
  }
  if (tracks.length === 0) return;
  const seconds = samplesToSec(Math.max(...tracks.map((track) => track.samples)));
  await options.writes.create(
    {
      sessionId,
      meetingId: sessionId,
      title: say('session.recovered'),
      mode: 'capture-only',
      target: null,
      state: 'recovered',
      reason: sayIt(unlisted),
      reasons: [unlisted],
      startedMs: newestMs - seconds * 1000,
      endedMs: newestMs,
      ownerPid: 0,
    },
    tracks,
  );
  options.record({
    kind: 'session',
    type: 'session.recovered',
    sessionId,
    reason: sayIt(unlisted),
    fields: { seconds },
  });
}

/** Whether another process is recording this session now. */
export async function isStillRunning(
  session: SessionRow,
  options: Pick<RecoverOptions, 'home' | 'clock'> & { reads: Pick<RecoverOptions['reads'], 'listTracks'> },
): Promise<boolean> {
  if (session.ownerPid === process.pid || !isProcessAlive(session.ownerPid)) return false;
  if (options.clock.nowMs() - session.startedMs < staleMs) return true;
  for (const { path } of await options.reads.listTracks(session.sessionId)) {
    const file = await stat(join(options.home, path)).catch(() => null);
    if (file !== null && options.clock.nowMs() - file.mtimeMs < staleMs) return true;
  }
  // After Stop the tracks rest while the target's last answer is waited for.
  return session.state === 'stopping' && options.clock.nowMs() - session.startedMs < longestWaitMs;
}

const longestWaitMs = 24 * 3_600_000;

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
