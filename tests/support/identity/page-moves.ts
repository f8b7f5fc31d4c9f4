import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeWith } from '../machine/needs.ts';
import { waitUntil } from '../wait-until.ts';
import { recordTrack, until } from './matrix.ts';
import { captureLikeChromium } from './parec-page.ts';
import { createPulseMachine } from './pulse-machine.ts';

const run = promisify(execFile);

/** A page's stream that is moved by hand, with real PulseAudio. */
export function describePageMoves(): void {
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
        const losses = (): number => track.changes.filter(({ type }) => type === 'restarting').length;
        const lossesBefore = losses();
        // A busy machine may begin another stream at this very moment.
        await waitUntil(async () => {
          const [stream = ''] = (await pactl('list', 'short', 'source-outputs')).split('\t');
          await pactl('move-source-output', stream, elsewhere);
        });
        // There its frames may be missed before it is known why.
        await until(() => losses() > lossesBefore);
        const before = track.heard.seconds('microphone');
        // The server puts the page's next stream where the last one was; it has to be put back.
        await until(() => track.heard.seconds('microphone') >= before + 1.5);
        track.stop();
        await track.done;
        for (const heard of track.heard.windows()) expect([['microphone'], []]).toContainEqual(heard);
        const said = track.changes.map(({ reason }) => reason).join('\n');
        expect(said).toMatch(
          /was moved from microphone|another device than microphone|No sound came|was asleep/,
        );
      },
    );
  });
}
