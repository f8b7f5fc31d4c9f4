import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { describeIdentity, recordTrack, until } from '../../support/identity/matrix.ts';
import { captureLikeChromium } from '../../support/identity/parec-page.ts';
import { describePipeWire } from '../../support/identity/pipewire-matrix.ts';
import { createPulseMachine } from '../../support/identity/pulse-machine.ts';
import { describeWith } from '../../support/machine/needs.ts';

const run = promisify(execFile);

describeIdentity('parec', ['soundServer'], createPulseMachine);

// As long again for each way to record: where somebody asks for this table by name, and in the long run.
if (inject('namePattern').includes('track identity')) describePipeWire();

describeWith(['soundServer'], 'track identity with the capture page', () => {
  it.concurrent.for(['speakers.monitor', 'headset'])(
    'microphone: its stream is moved to %s by hand',
    async (elsewhere, { onTestFinished }) => {
      const machine = await createPulseMachine();
      onTestFinished(() => machine.stop());
      await machine.start();
      for (const device of ['speakers', 'headset', 'microphone'] as const) {
        await machine.add(device);
        await machine.makeDefault(device);
      }
      const track = await recordTrack(machine, 'microphone', captureLikeChromium(machine.environment));
      onTestFinished(async () => {
        track.stop();
        await track.done.catch(() => undefined);
      });
      const pactl = async (...words: string[]): Promise<string> =>
        (await run('pactl', words, { env: machine.environment })).stdout;
      await until(() => track.heard.seconds('microphone') >= 1);
      const [stream = ''] = (await pactl('list', 'short', 'source-outputs')).split('\t');
      await pactl('move-source-output', stream, elsewhere);
      await until(() =>
        /was moved from microphone/.test(track.changes.map(({ reason }) => reason).join('\n')),
      );
      const before = track.heard.seconds('microphone');
      // The server puts the page's next stream where the last one was; it has to be put back.
      await until(() => track.heard.seconds('microphone') >= before + 1.5);
      track.stop();
      await track.done;
      for (const heard of track.heard.windows()) expect([['microphone'], []]).toContainEqual(heard);
      expect(track.gaps.map(({ reason }) => reason)).toContain('device-changed');
    },
  );
});
