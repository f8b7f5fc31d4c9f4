import { describe, expect, it } from 'vitest';
import { createLevelMeter } from '../../../../../src/main/core/capture/frames/level-meter.ts';
import { sine, toInt16 } from '../../../../support/tones.ts';

function tone(seconds: number, amplitude: number): Int16Array {
  return toInt16(sine({ hz: 1_000, seconds, rateHz: 16_000, amplitude }));
}

const zeros = (seconds: number): Int16Array => new Int16Array(seconds * 16_000);
// Noise of ±8 of 32,768: no source that is alive is without it, and nobody hears it.
const hum = (seconds: number): Int16Array =>
  Int16Array.from({ length: seconds * 16_000 }, (_zero, i) => ((i * 7_919) % 17) - 8);

describe('the level of a sine', () => {
  it.each([
    [1, 0, -3],
    [0.5, -6, -9],
    [0.1, -20, -23],
    [0.01, -40, -43],
  ])('of amplitude %d is %d dBFS at its peak and %d RMS', (amplitude, peakDb, rmsDb) => {
    const meter = createLevelMeter('system');
    meter.add(tone(1, amplitude));
    const level = meter.read();
    expect(level.peakDb).toBeCloseTo(peakDb, 0);
    expect(level.rmsDb).toBeCloseTo(rmsDb, 0);
    expect(level.peakDb).toBeLessThanOrEqual(0);
    expect(level).toMatchObject({ source: 'system', state: 'present', quietSec: 0 });
  });

  it('is the same in frames of any size', () => {
    const whole = createLevelMeter('system');
    const cut = createLevelMeter('system');
    const pcm = tone(1.3, 0.3);
    whole.add(pcm);
    for (let at = 0; at < pcm.length; at += 777) cut.add(pcm.subarray(at, at + 777));
    expect(cut.read()).toEqual(whole.read());
  });

  it('never goes above 0 dBFS, not even for the most negative sample', () => {
    const meter = createLevelMeter('system');
    meter.add(zeros(1).map((_zero, i) => (i % 2 === 0 ? 32_767 : -32_768)));
    expect(meter.read()).toMatchObject({ peakDb: 0, rmsDb: 0 });
  });

  it.each([0.01, 0.05, 0.3])('is what it is without an offset of %d of full scale', (offset) => {
    const [beside, around] = [createLevelMeter('system'), createLevelMeter('system')];
    const pcm = tone(2, 0.06);
    around.add(pcm);
    beside.add(pcm.map((sample) => sample + Math.round(offset * 32_768)));
    expect(beside.read().rmsDb).toBeCloseTo(around.read().rmsDb ?? 0, 1);
    expect(beside.read().peakDb).toBeCloseTo(around.read().peakDb ?? 0, 0);
  });

  it('is that of silence where nothing but an offset comes', () => {
    const meter = createLevelMeter('system');
    meter.add(zeros(3).fill(1_638));
    expect(meter.read()).toMatchObject({ state: 'quiet', rmsDb: null });
    expect(meter.heard?.().loudestDb).toBeLessThan(-90);
  });
});

describe('the state of a track', () => {
  it('is unknown until something is heard or enough silence has gone by', () => {
    const meter = createLevelMeter('microphone');
    expect(meter.read()).toEqual({
      source: 'microphone',
      state: 'unknown',
      peakDb: null,
      rmsDb: null,
      zeroSec: 0,
      quietSec: 0,
    });
    meter.add(zeros(0.9));
    expect(meter.read().state).toBe('unknown');
    meter.add(tone(0.5, 0.5));
    expect(meter.read().state).toBe('present');
  });

  it('is quiet after two seconds without speech, and present with the next word', () => {
    const meter = createLevelMeter('system');
    meter.add(tone(1, 0.5));
    meter.add(hum(1.75));
    expect(meter.read()).toMatchObject({ state: 'present', quietSec: 1.75 });
    meter.add(hum(0.25));
    expect(meter.read()).toMatchObject({ state: 'quiet', quietSec: 2 });
    meter.add(tone(0.25, 0.5));
    expect(meter.read()).toMatchObject({ state: 'present', quietSec: 0 });
  });

  it('is zeros after a second of nothing at all, to the sample, and counts on', () => {
    const meter = createLevelMeter('system');
    meter.add(tone(1, 0.5));
    meter.add(zeros(1).subarray(1));
    // The tone's last sample is not zero.
    expect(meter.read().state).toBe('present');
    meter.add(zeros(1));
    expect(meter.read()).toMatchObject({ state: 'zeros', peakDb: null, rmsDb: null });
    meter.add(zeros(8));
    expect(meter.read().zeroSec).toBeCloseTo(10, 3);
    meter.add(Int16Array.of(1));
    expect(meter.read()).toMatchObject({ state: 'quiet', zeroSec: 0 });
  });

  it('is not-captured when the source is gone, with no level left over, and judged afresh when it is back', () => {
    const meter = createLevelMeter('system');
    meter.add(tone(1, 0.5));
    meter.markNotCaptured();
    expect(meter.read()).toMatchObject({ state: 'not-captured', peakDb: null, rmsDb: null });
    meter.add(hum(0.25));
    expect(meter.read().state).toBe('unknown');
    meter.add(tone(0.25, 0.5));
    expect(meter.read().state).toBe('present');
  });
});
