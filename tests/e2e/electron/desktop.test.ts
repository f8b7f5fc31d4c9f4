import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCapture } from './specs/capture.ts';
import { describeLife } from './specs/life.ts';
import { describeRecording } from './specs/recording.ts';
import { startDesktop, whyNoDesktop, type Desktop } from './support/desktop.ts';
import { captureFor, type LongCapture } from './support/long-capture.ts';
import { pitches } from './support/pitches.ts';

const why = await whyNoDesktop('sox');
const longSec = 180;

describe.skipIf(why !== null)(`the desktop app${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let desktop: Desktop;
  // Three minutes that need hardly any of the machine, beside all other specs of this file.
  const ending = new AbortController();
  let long: Promise<LongCapture>;
  beforeAll(async () => {
    long = captureFor(longSec, ending.signal);
    long.catch(() => undefined);
    desktop = await startDesktop();
  });
  afterAll(async () => {
    ending.abort(new Error('The specs are over'));
    await long.catch(() => undefined);
    await desktop.stop();
  });

  describeRecording(() => desktop);
  describeLife(() => desktop);
  describeCapture(() => desktop);

  it(
    'hands every sample of the capture page to the core for three minutes, whatever else the machine does',
    async () => {
      const { sent, received, track, elapsedSec, pcm } = await long;
      expect(sent.samples).toBeGreaterThan(0);
      expect({ sent: sent.jumps, received: received.jumps }).toEqual({ sent: 0, received: 0 });
      expect(received.samples).toBe(sent.samples);
      // Sound that the machine was too busy to capture is a gap: the track is as long as the time that passed.
      expect(Math.abs(track.seconds - elapsedSec)).toBeLessThan(3);
      const silentSec = track.gaps.reduce((sum, { lengthSec }) => sum + lengthSec, 0);
      expect(received.samples / 16_000).toBeGreaterThan(track.seconds - silentSec - 1);
      expect(silentSec).toBeLessThan(longSec / 10);
      // The microphone hums from the first second to the last.
      const hums = pitches(pcm, 1).filter((hz) => hz !== null && Math.abs(hz - 440) < 20);
      expect(hums.length).toBeGreaterThan(longSec * 0.8);
    },
    (longSec + 120) * 1_000,
  );
});
