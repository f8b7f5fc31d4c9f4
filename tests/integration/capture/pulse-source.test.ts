import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPulseServer } from '../../../src/main/core/capture/programs/pulse.ts';
import { openPulseSource } from '../../../src/main/core/capture/programs/pulse-source.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { AudioSource } from '../../../src/main/core/ports/ports.ts';
import type { Frame } from '../../../src/shared/sound/audio.ts';
import { compareAudio } from '../../support/cross-correlation.ts';
import { silentEnvironment, startPulse, type PulseServer } from '../../support/pulse.ts';
import { writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

const clock = createSystemClock();
const platform = 'linux';

async function startServer(): Promise<PulseServer> {
  const pulse = await startPulse();
  onTestFinished(pulse.stop);
  return pulse;
}

/** Takes frames until it is stopped. */
function listen(source: AudioSource) {
  const frames: Frame[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const frame of source.frames(stop.signal)) frames.push(frame);
  })();
  // Whoever waits for `done` later sees the failure; until then it is not unhandled.
  done.catch(() => undefined);
  return { frames, stop: () => stop.abort(), done };
}

function join16(frames: readonly Frame[]): Int16Array {
  return Int16Array.from(frames.flatMap(({ pcm }) => [...pcm]));
}

/** The programs that are started for capturing, as children of this process. */
async function helpers(): Promise<string[]> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  return children
    .trim()
    .split(' ')
    .filter((pid) => pid !== '' && /--client-name=ScrumBot|pactl/.test(commandOf(pid)));
}

function commandOf(pid: string): string {
  try {
    return execFileSync('cat', [`/proc/${pid}/cmdline`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

describeWith(['soundServer', 'speech'], 'sound of this machine', () => {
  it('is what the machine plays, as it is played and as long as it takes', async () => {
    const pulse = await startServer();
    const wav = join(await makeTemporaryFolder(), 'speech.wav');
    const said = await writeSpeechWav(wav, { maxSec: 6 });
    const source = await openPulseSource('system', { clock, environment: pulse.environment, platform });
    expect(source).toMatchObject({ source: 'system', description: 'speakers', expectedSamples: null });
    const { frames, stop, done } = listen(source);
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    const samplesBefore = frames.reduce((sum, { pcm }) => sum + pcm.length, 0);
    await pulse.play(wav);
    stop();
    await done;

    const heard = join16(frames);
    expect(heard.length - samplesBefore).toBeGreaterThan(said.length - 1_600);
    const { coefficient, lagSamples } = compareAudio(said, heard);
    expect(coefficient).toBeGreaterThan(0.9);
    expect(lagSamples).toBeGreaterThan(0);
    expect(lagSamples + said.length).toBeLessThanOrEqual(heard.length + 1_600);
    let next = 0;
    for (const { firstSample, pcm } of frames) {
      expect(firstSample).toBe(next);
      expect(pcm.length).toBeLessThanOrEqual(1_600);
      next += pcm.length;
    }
  });

  it('can be a microphone', async () => {
    const pulse = await startServer();
    await pulse.control(
      'load-module',
      'module-remap-source',
      'source_name=headset',
      'master=speakers.monitor',
    );
    await pulse.control('set-default-source', 'headset');
    const source = await openPulseSource('microphone', { clock, environment: pulse.environment, platform });
    expect(source).toMatchObject({ source: 'microphone', description: 'headset' });
    const { frames, stop, done } = listen(source);
    await expect.poll(() => frames.length).toBeGreaterThan(3);
    stop();
    await done;
  });

  it('is no microphone where the default input is only what the machine plays', async () => {
    const { environment } = await startServer();
    await expect(openPulseSource('microphone', { clock, environment, platform })).rejects.toMatchObject({
      code: 'no-device',
      message: 'There is no sound input device. Plug one in or choose one in the sound settings.',
    });
  });

  it('leaves no helper behind when it is stopped', async () => {
    const { environment } = await startServer();
    const { frames, stop, done } = listen(await openPulseSource('system', { clock, environment, platform }));
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    // The server may be asked something at that moment, too.
    await expect.poll(helpers).toHaveLength(2);
    stop();
    await done;
    expect(await helpers()).toEqual([]);
  });

  it('fails with what to do when the sound server goes away', async () => {
    const pulse = await startServer();
    const { frames, done } = listen(
      await openPulseSource('system', { clock, environment: pulse.environment, platform }),
    );
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    await pulse.kill();
    await expect(done).rejects.toMatchObject({
      code: 'no-device',
      message: expect.stringMatching(
        /^parec stopped capturing: .+\. Check the sound device and start again\.$/,
      ) as string,
    });
    expect(await helpers()).toEqual([]);
  });

  it('asks nothing any more once it is known that the server does not answer', async () => {
    const folder = await makeTemporaryFolder();
    const ends = join(folder, 'ends');
    await writeFile(
      join(folder, 'pactl'),
      `#!/bin/sh\n[ "$1" = list ] || exit 1\n/bin/sleep 0.2\necho "$2" >>"${ends}"\n`,
      { mode: 0o755 },
    );
    await expect(createPulseServer(join(folder, 'pactl'), {}).findDefault('system')).rejects.toThrow();
    expect((await readFile(ends, 'utf8')).trim().split('\n').toSorted()).toEqual(['sinks', 'sources']);
  });

  it('is refused with what to do where no sound server runs', async () => {
    const environment = await silentEnvironment(await makeTemporaryFolder());
    await expect(openPulseSource('system', { clock, environment, platform })).rejects.toMatchObject({
      code: 'no-device',
      message:
        'No sound server answers (Connection failure: Connection refused). Start PulseAudio or PipeWire in this user session.',
    });
  });

  it('is refused where there is no output', async () => {
    const { environment, control } = await startServer();
    await control('unload-module', 'module-null-sink');
    await expect(openPulseSource('system', { clock, environment, platform })).rejects.toMatchObject({
      code: 'no-device',
      message: 'There is no sound output device. Plug one in or choose one in the sound settings.',
    });
  });
});

describe('without what it takes, live sound is refused', () => {
  it('by naming the package where the tools are not installed', async () => {
    const environment = { PATH: await makeTemporaryFolder() };
    await expect(openPulseSource('system', { clock, environment, platform })).rejects.toMatchObject({
      code: 'missing-tool',
      message:
        'Neither parec nor pw-record is installed. Install pulseaudio-utils (or pipewire-bin), then try again.',
    });
  });

  it.each(['darwin', 'win32'] as const)('on %s by naming the way that works', async (other) => {
    await expect(
      openPulseSource('system', { clock, environment: process.env, platform: other }),
    ).rejects.toMatchObject({
      code: 'no-device',
      action: { do: 'record-file' },
    });
  });
});
