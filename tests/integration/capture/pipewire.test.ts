import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPulseSource } from '../../../src/main/core/capture/programs/pulse-source.ts';
import type { AudioSource } from '../../../src/main/core/ports/ports.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { SourceName } from '../../../src/shared/sound/audio.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

/** A machine with PipeWire's tools and none of PulseAudio's; they answer as the real ones do. */
async function pipeWireMachine(options: { knowsRaw?: boolean; sink?: string; source?: string }) {
  const { knowsRaw = true, sink = '', source = '' } = options;
  const folder = await makeTemporaryFolder();
  const install = (name: string, script: string): Promise<void> =>
    writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const nodeLine = (name: string): string =>
    name === ''
      ? ':'
      : `echo "update: id:0 key:'$4' value:'{\\"name\\":\\"${name}\\"}' type:'Spa:String:JSON'"`;
  await install(
    'pw-metadata',
    `echo 'Found "default" metadata 32'
     case "$4" in
       default.audio.sink) ${nodeLine(sink)};;
       default.audio.source) ${nodeLine(source)};;
     esac`,
  );
  await install(
    'pw-record',
    `if [ "$1" = --help ]; then echo '  -h, --help${knowsRaw ? '  -a, --raw' : ''}'; exit; fi
     printf '%s\\n' "$@" > "$0.arguments"
     printf '\\001\\000\\001\\000\\002\\000\\002\\000'
     exec /bin/sleep 60`,
  );
  return {
    open: (name: SourceName) =>
      openPulseSource(name, { clock: createSystemClock(), environment: { PATH: folder }, platform: 'linux' }),
    recorderArguments: async () =>
      (await readFile(join(folder, 'pw-record.arguments'), 'utf8')).trim().split('\n'),
  };
}

/** The samples that come until it is stopped, which is as soon as there are any. */
async function hear(source: AudioSource): Promise<number[]> {
  const stop = new AbortController();
  const heard: number[] = [];
  for await (const { pcm } of source.frames(stop.signal)) {
    heard.push(...pcm);
    stop.abort();
  }
  return heard;
}

describeWith(['posix'], "on a machine with PipeWire's tools alone", () => {
  it.each([true, false])(
    'system audio is the default output (pw-record knows --raw: %s)',
    async (knowsRaw) => {
      const machine = await pipeWireMachine({ knowsRaw, sink: 'speakers', source: 'headset' });
      const source = await machine.open('system');
      expect(source).toMatchObject({ source: 'system', description: 'speakers' });
      expect(await hear(source)).toEqual([1, 2]);
      const given = await machine.recorderArguments();
      expect(given).toContain('{ stream.capture.sink = true node.dont-reconnect = true }');
      expect(given).toContain('--target=speakers');
      expect(given.includes('--raw')).toBe(knowsRaw);
      expect(given.at(-1)).toBe('-');
    },
  );

  it('the microphone is the default input', async () => {
    const machine = await pipeWireMachine({ sink: 'speakers', source: 'headset' });
    const source = await machine.open('microphone');
    expect(source).toMatchObject({ source: 'microphone', description: 'headset' });
    expect(await hear(source)).toEqual([1, 2]);
    expect(await machine.recorderArguments()).toEqual(
      expect.arrayContaining(['{ node.dont-reconnect = true }', '--target=headset']),
    );
  });

  it.each([
    ['microphone', 'input', { sink: 'speakers', source: 'speakers' }],
    ['microphone', 'input', { sink: 'speakers' }],
    ['system', 'output', { source: 'headset' }],
  ] as const)('%s is refused where there is no %s device: %o', async (name, kind, devices) => {
    const machine = await pipeWireMachine(devices);
    await expect(machine.open(name)).rejects.toMatchObject({
      code: 'no-device',
      message: `There is no sound ${kind} device. Plug one in or choose one in the sound settings.`,
    });
  });
});
