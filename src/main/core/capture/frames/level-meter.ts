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
// -96 dB, as little as 16 bits can hold: what does not move at all is no louder.
const leastRms = 0.5;
const emptyBlock = {
  sum: 0,
  squares: 0,
  lowest: Number.POSITIVE_INFINITY,
  highest: Number.NEGATIVE_INFINITY,
  samples: 0,
};

/** Measures one track in sample time, so that a file read fast gives what it gives at real time. */
export function createLevelMeter(source: SourceName): LevelMeter {
  // `unknown` until something is heard or enough silence has gone by to say so.
  let captured: 'unknown' | 'heard' | 'no' = 'unknown';
  let zeroSamples = 0;
  let quietSamples = 0;
  let block = { ...emptyBlock };
  let shown = { peak: 0, rms: 0 };
  let [allSamples, loudestRms, hasSound] = [0, 0, false];

  function endBlock(): void {
    // What lies beside zero is no sound: only what moves around the middle counts.
    const middle = block.sum / block.samples;
    const rms = Math.sqrt(Math.max(0, block.squares / block.samples - middle ** 2));
    shown = { peak: Math.max(block.highest - middle, middle - block.lowest), rms };
    loudestRms = Math.max(loudestRms, rms);
    const isQuiet = toDb(rms) < quietBelowDb;
    if (!isQuiet) captured = 'heard';
    quietSamples = isQuiet ? quietSamples + block.samples : 0;
    block = { ...emptyBlock };
  }

  function addToBlock(pcm: Int16Array): void {
    // In variables of this function: those outside are numbers on the heap, anew for every sample.
    let { sum, squares, lowest, highest } = block;
    let zeros = zeroSamples;
    // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for every sample
    for (let i = 0; i < pcm.length; i += 1) {
      const sample = pcm[i] ?? 0;
      zeros = sample === 0 ? zeros + 1 : 0;
      lowest = Math.min(lowest, sample);
      highest = Math.max(highest, sample);
      sum += sample;
      squares += sample * sample;
    }
    zeroSamples = zeros;
    block = { sum, squares, lowest, highest, samples: block.samples + pcm.length };
    hasSound ||= highest !== 0 || lowest !== 0;
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
        const part = pcm.subarray(at, at + windowSamples - block.samples);
        at += part.length;
        addToBlock(part);
        if (block.samples === windowSamples) endBlock();
      }
    },
    markNotCaptured() {
      captured = 'no';
      // What was heard before says nothing about now, nor about the source that comes next.
      shown = { peak: 0, rms: 0 };
      zeroSamples = 0;
      quietSamples = 0;
      block = { ...emptyBlock };
    },
    heard: () => ({ samples: allSamples, loudestDb: hasSound ? toDb(Math.max(loudestRms, leastRms)) : null }),
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
  return amplitude === 0 ? null : Math.min(0, Math.round(toDb(amplitude) * 10) / 10 + 0);
}
