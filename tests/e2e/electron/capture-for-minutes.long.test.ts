import { expect, it } from 'vitest';
import { describeWith } from '../../support/machine/needs.ts';
import { fitted } from '../../support/machine/work.ts';
import { captureFor } from './support/long-capture.ts';
import { pitches } from './support/pitches.ts';

const longSec = fitted({ full: 1_800, usual: 45, least: 30 });

describeWith(['chromium', 'soundServer', 'speech'], 'a long capture', () => {
  it(`hands every sample of the capture page to the core for ${longSec} s, whatever else the machine does`, async ({
    signal,
  }) => {
    const { sent, received, track, elapsedSec, pcm } = await captureFor(longSec, signal);
    expect(sent.samples).toBeGreaterThan(0);
    expect({ sent: sent.jumps, received: received.jumps }).toEqual({ sent: 0, received: 0 });
    expect(received.samples).toBe(sent.samples);
    // Sound that the machine was too busy to capture is a gap: the track is as long as the time that passed.
    expect(track.seconds).toBeGreaterThan(elapsedSec - 1);
    const missedSec = track.gaps.reduce((sum, { lengthSec }) => sum + lengthSec, 0);
    expect(received.samples / 16_000 + missedSec).toBeGreaterThan(track.seconds - 1);
    // The microphone hums from the first second to the last.
    const hums = pitches(pcm, 1).filter((hz) => hz !== null && Math.abs(hz - 440) < 20);
    expect(hums.length).toBeGreaterThan((track.seconds - missedSec) / 2);
  });
});
