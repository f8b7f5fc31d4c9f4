import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchSource } from '../../src/main/core/capture/watch/watched-source.ts';
import type { AudioSource } from '../../src/main/core/ports/ports.ts';
import { whatBecameOf } from '../../src/main/core/recording/file-watch.ts';
import { secToSamples, type Frame } from '../../src/shared/sound/audio.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import type { Figure } from './bench.ts';
import { removeFolder } from '../support/remove-folder.ts';

const seconds = 300;
const frameSec = 0.05;
const frameSamples = secToSamples(frameSec);

/** What it costs to watch one track beside recording it: its source's clock, zeros and frames, and once a second its file. */
export async function watching(report: (figure: Figure) => void): Promise<void> {
  const bare = await cpuSecOf((clock) => Promise.resolve(sourceOn(clock)));
  const watched = await cpuSecOf((clock) =>
    watchSource(() => Promise.resolve(sourceOn(clock)), { clock, sinceBootMs: () => clock.monotonicMs() }),
  );
  const perSecond = Math.max(0, watched - bare) / seconds + (await fileLookSec());
  report({
    figure: 'watching a track',
    value: perSecond * 100,
    unit: '% of a core',
    limit: { atMost: 0.2 },
  });
}

/** A source that gives a frame whenever 50 ms of the clock have passed. */
function sourceOn(clock: FakeClock): AudioSource {
  return {
    source: 'system',
    description: 'speakers',
    expectedSamples: null,
    async *frames(signal): AsyncGenerator<Frame> {
      const pcm = new Int16Array(frameSamples).map((_zero, i) => (i % 50) * 100);
      for (let firstSample = 0; !signal.aborted; firstSample += frameSamples) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(frameSec * 1_000, resolve);
          const stop = (): void => {
            cancel();
            resolve();
          };
          signal.addEventListener('abort', stop, { once: true });
        });
        yield { firstSample, pcm, heardMs: clock.monotonicMs() };
      }
    },
  };
}

async function cpuSecOf(openOn: (clock: FakeClock) => Promise<AudioSource>): Promise<number> {
  const clock = createFakeClock();
  const source = await openOn(clock);
  const stop = new AbortController();
  let samples = 0;
  const taking = (async () => {
    for await (const { pcm } of source.frames(stop.signal)) samples += pcm.length;
  })();
  const before = process.cpuUsage();
  for (let at = 0; at < seconds; at += frameSec) {
    await clock.advance(frameSec * 1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  stop.abort();
  await taking;
  if (samples < secToSamples(seconds * 0.99)) throw new Error(`Only ${samples} samples came through.`);
  return (user + system) / 1_000_000;
}

async function fileLookSec(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  const path = join(folder, 'track.wav');
  const file = await open(path, 'w+');
  try {
    const looks = 2_000;
    const before = process.cpuUsage();
    for (let look = 0; look < looks; look += 1) await whatBecameOf(file, path, 0);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000 / looks;
  } finally {
    await file.close();
    await removeFolder(folder);
  }
}
