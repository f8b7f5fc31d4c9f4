import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Track } from '../../../../src/shared/session/session.ts';
import { launchDesktopApp } from '../../../electron-host/driver/launch-desktop-app.ts';
import { readTrackWav } from '../../../support/wav.ts';
import { ask } from './ask.ts';
import { startDesktop } from './desktop.ts';
import { countFrames, readFrameCounts, type FrameCounts } from './frame-count.ts';
import { choose, record, stop } from './tray.ts';
import { removeFolder } from '../../../support/remove-folder.ts';

/** What a recording of the microphone through the capture page came to. */
export type LongCapture = FrameCounts & {
  track: Track;
  /** From when a second of sound was on disk until Stop was pressed, on this process's clock. */
  elapsedSec: number;
  pcm: Int16Array;
};

const run = promisify(execFile);

/**
 * Records a microphone that hums without a pause, for so long at real time, on a machine of its own. Ends everything
 * that it started, also when `signal` fires.
 */
export async function captureFor(sec: number, signal: AbortSignal): Promise<LongCapture> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-long-'));
  const desktop = await startDesktop();
  const home = join(folder, 'home');
  const { chromium, environment } = desktop;
  const app = await launchDesktopApp({ chromium, environment, args: ['--home', home] });
  let speaking: Promise<unknown> | undefined;
  try {
    const hum = join(folder, 'hum.wav');
    await run('sox', [
      '-n',
      '-r',
      '48000',
      '-b',
      '16',
      hum,
      'synth',
      String(sec + 60),
      'sine',
      '440',
      'gain',
      '-12',
    ]);
    speaking = desktop.speak(hum).catch(() => undefined);
    // The page may be opened as soon as it is known that it will be needed.
    await countFrames(app);
    await choose(app, home, { source: 'Microphone', mode: 'Record only' });
    await record(app);
    const startMs = performance.now();
    const capture = await app.page('capture.html');
    await sleep(sec * 1_000, undefined, { signal });
    const elapsedSec = (performance.now() - startMs) / 1_000;
    await stop(app);
    const counts = await readFrameCounts(app, capture);

    const page = await app.page('index.html');
    const [session] = await ask(page, 'sessions.list', {});
    const { tracks } = await ask(page, 'sessions.show', { sessionId: session?.sessionId ?? '' });
    const [track] = tracks;
    if (track === undefined) throw new Error('The recording has no track.');
    const pcm = await readTrackWav(join(home, 'recordings', session?.sessionId ?? '', 'microphone.wav'));
    return { ...counts, track, elapsedSec, pcm };
  } finally {
    await app.end();
    await desktop.stop();
    await speaking;
    await removeFolder(folder);
  }
}
