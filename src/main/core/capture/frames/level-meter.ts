import { pcmFormat, samplesToSec, type Level, type SourceName } from '../../../../shared/sound/audio.ts';
import type { LevelMeter } from '../../ports/ports.ts';

// Speech in a quiet room is 30 dB above this; the hum of an idle sound card is below it.
const quietBelowDb = -50;
// Pure zeros for a second never come from a working microphone or a playing mixer.
const zerosAfterSec = 1;
// Speakers pause for a second or two; a meter that says "quiet" at once would flicker.
const quietAfterSec = 2;
// A quarter of a second: slow enough to read, fast enough to follow speech.
const windowSamples = pcmFormat.sampleRateHz / 4;

/** Measures one track in sample time, so that a file read fast gives what it gives at real time. */
export function createLevelMeter(source: SourceName): LevelMeter {
  // `unknown` until something is heard or enough silence has gone by to say so.
  let captured: 'unknown' | 'heard' | 'no' = 'unknown';
  let zeroSamples = 0;
  let quietSamples = 0;
  let blockPeak = 0;
  let blockSquares = 0;
  let blockSamples = 0;
  let shown = { peak: 0, rms: 0 };
  let [allSamples, loudestRms] = [0, 0];

  function endBlock(): void {
    const rms = Math.sqrt(blockSquares / blockSamples);
    shown = { peak: blockPeak, rms };
    loudestRms = Math.max(loudestRms, rms);
    const isQuiet = toDb(rms) < quietBelowDb;
    if (!isQuiet) captured = 'heard';
    quietSamples = isQuiet ? quietSamples + blockSamples : 0;
    blockPeak = 0;
    blockSquares = 0;
    blockSamples = 0;
  }

  function addToBlock(pcm: Int16Array): void {
    // In variables of this function: those outside are numbers on the heap, anew for every sample.
    let peak = 0;
    let squares = 0;
    let zeros = zeroSamples;
    // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for every sample
    for (let i = 0; i < pcm.length; i += 1) {
      const sample = pcm[i] ?? 0;
      zeros = sample === 0 ? zeros + 1 : 0;
      peak = Math.max(peak, Math.abs(sample));
      squares += sample * sample;
    }
    zeroSamples = zeros;
    blockPeak = Math.max(blockPeak, peak);
    blockSquares += squares;
    blockSamples += pcm.length;
  }

  function state(): Level['state'] {
    if (captured === 'no') return 'not-captured';
    if (samplesToSec(zeroSamples) >= zerosAfterSec) return 'zeros';
    if (samplesToSec(quietSamples) >= quietAfterSec) return 'quiet';
    return captured === 'heard' ? 'present' : 'unknown';
  }

  return {
    add(pcm) {
      if (captured === 'no') captured = 'unknown';
      allSamples += pcm.length;
      for (let at = 0; at < pcm.length;) {
        const part = pcm.subarray(at, at + windowSamples - blockSamples);
        at += part.length;
        addToBlock(part);
        if (blockSamples === windowSamples) endBlock();
      }
    },
    markNotCaptured() {
      captured = 'no';
      // What was heard before says nothing about now, nor about the source that comes next.
      shown = { peak: 0, rms: 0 };
      zeroSamples = 0;
      quietSamples = 0;
      blockPeak = 0;
      blockSquares = 0;
      blockSamples = 0;
    },
    heard: () => ({ samples: allSamples, loudestDb: loudestRms === 0 ? null : toDb(loudestRms) }),
    read: () => ({
      source,
      state: state(),
      peakDb: finiteDb(shown.peak),
      rmsDb: finiteDb(shown.rms),
      zeroSec: samplesToSec(zeroSamples),
      quietSec: samplesToSec(quietSamples),
    }),
  };
}

const fullScale = 32_768;

function toDb(amplitude: number): number {
  return 20 * Math.log10(amplitude / fullScale);
}

/** Minus infinity does not survive JSON. */
function finiteDb(amplitude: number): number | null {
  return amplitude === 0 ? null : Math.min(0, Math.round(toDb(amplitude) * 10) / 10);
}
