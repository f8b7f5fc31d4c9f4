import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSpeechDetector } from '../../../../../src/main/core/speech/detector/speech-detector.ts';
import { speechWindowSamples } from '../../../../../src/shared/sound/audio.ts';
import { writeSpeechWav } from '../../../../support/speech.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { sine, toInt16 } from '../../../../support/tones.ts';
import { describeWith } from '../../../../support/machine/needs.ts';

const second = 16_000;
const marginWindows = 15;

async function decide(pcm: Int16Array, blockSamples = pcm.length): Promise<boolean[]> {
  const detector = await createSpeechDetector();
  try {
    const decisions: boolean[] = [];
    for (let at = 0; at < pcm.length; at += blockSamples) {
      decisions.push(...detector.push(pcm.subarray(at, at + blockSamples)));
    }
    return decisions;
  } finally {
    detector.close();
  }
}

const share = (decisions: readonly boolean[]): number =>
  decisions.filter(Boolean).length / Math.max(1, decisions.length);

/** The same noise each time, about normally distributed. */
function noise(samples: number, rmsDb: number): Int16Array {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const scale = (10 ** (rmsDb / 20) * 32_768) / Math.sqrt(0.5);
  return Int16Array.from({ length: samples }, () => {
    const sum = random() + random() + random() + random() + random() + random();
    return Math.max(-32_768, Math.min(32_767, Math.round(sum * scale)));
  });
}

const attenuate = (pcm: Int16Array, db: number): Int16Array =>
  pcm.map((sample) => Math.round(sample * 10 ** (-db / 20)));

const rmsDbOf = (pcm: Int16Array): number =>
  10 * Math.log10(pcm.reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length / 32_768 ** 2);

const add = (a: Int16Array, b: Int16Array): Int16Array =>
  a.map((sample, i) => Math.max(-32_768, Math.min(32_767, sample + (b[i] ?? 0))));

describe('finding what is not speech', () => {
  it('never takes digital silence for speech', async () => {
    expect(share(await decide(new Int16Array(30 * second)))).toBe(0);
  });

  it.each([-75, -50, -30, -15])('takes steady noise at %i dBFS for speech at no time', async (rmsDb) => {
    expect(share(await decide(noise(20 * second, rmsDb)))).toBe(0);
  });

  it('gets used to a fan that starts', async () => {
    const pcm = new Int16Array(30 * second);
    pcm.set(noise(25 * second, -30), 5 * second);
    expect(share((await decide(pcm)).slice(14 * 50))).toBe(0);
  });

  it.each([50, 440])('gets used to a tone of %i Hz', async (hz) => {
    const pcm = toInt16(sine({ hz, seconds: 20, rateHz: second, amplitude: 0.1 }));
    expect(share((await decide(pcm)).slice(10 * 50))).toBe(0);
  });

  it('decides once for each window of 20 ms, wherever the samples are split', async () => {
    const pcm = add(noise(2 * second, -60), toInt16(sine({ hz: 300, seconds: 2, rateHz: second })));
    const whole = await decide(pcm);
    expect(whole).toHaveLength((2 * second) / speechWindowSamples);
    expect(await decide(pcm, 777)).toEqual(whole);
    expect(await decide(pcm, 1)).toEqual(whole);
  });
});

describeWith(['speech'], 'finding speech', () => {
  it('agrees with the energy of clean speech in 95 of 100 windows', async () => {
    const { pcm, labels } = await speechWithPauses();
    const decisions = await decide(pcm);
    const agreeing = labels.filter((label, n) => label === decisions[n]).length;
    expect(agreeing / labels.length).toBeGreaterThan(0.95);
  });

  it.each([0, 20, 30, 40])('finds all speech that is %i dB quieter, with 0.3 s around it', async (db) => {
    const { pcm, labels } = await speechWithPauses();
    const quiet = add(attenuate(pcm, db), noise(pcm.length, -78));
    expect(lost(labels, await decide(quiet))).toBe(0);
  });

  it('finds a voice that is 10 dB above the noise', async () => {
    const { pcm, labels } = await speechWithPauses();
    expect(lost(labels, await decide(add(attenuate(pcm, 20), noise(pcm.length, -42))))).toBe(0);
  });

  // What counts as speech: each level of a voice, beside each offset, in each noise.
  const cases = [-12, -24, -36].flatMap((levelDb) =>
    [0, 0.05, -0.2].flatMap((offset) => [-78, -60].map((noiseDb) => ({ levelDb, offset, noiseDb }))),
  );
  it.each(cases)(
    'finds a voice of $levelDb dB that lies $offset of full scale beside zero, in noise of $noiseDb dB',
    async ({ levelDb, offset, noiseDb }) => {
      const { pcm, labels } = await speechWithPauses();
      const around = add(attenuate(pcm, rmsDbOf(pcm) - levelDb), noise(pcm.length, noiseDb));
      const beside = around.map((sample) => sample + Math.round(offset * 32_768));
      const decisions = await decide(beside);
      expect(lost(labels, decisions)).toBe(0);
      const other = await decide(around);
      const same = decisions.filter((decision, n) => decision === other[n]).length;
      expect(same / other.length).toBeGreaterThan(0.99);
    },
  );

  it('finds a quiet speaker after a loud one', async () => {
    const { pcm, labels } = await speechWithPauses();
    const both = new Int16Array(2 * pcm.length);
    both.set(pcm);
    both.set(attenuate(pcm, 30), pcm.length);
    const decisions = await decide(add(both, noise(both.length, -78)));
    expect(lost(labels, decisions.slice(labels.length))).toBe(0);
  });
});

/** Windows of speech that are further than the margins from what was found. */
function lost(labels: readonly boolean[], decisions: readonly boolean[]): number {
  return labels.filter(
    (label, n) =>
      label && !decisions.slice(Math.max(0, n - marginWindows), n + marginWindows + 1).some(Boolean),
  ).length;
}

/** Sentences with pauses of 1 to 2 s, and which windows are within 40 dB of the loudest, gaps in words closed. */
let spoken: Promise<{ pcm: Int16Array; labels: boolean[] }> | null = null;

function speechWithPauses(): Promise<{ pcm: Int16Array; labels: boolean[] }> {
  spoken ??= speakWithPauses();
  return spoken;
}

async function speakWithPauses(): Promise<{ pcm: Int16Array; labels: boolean[] }> {
  const folder = await makeTemporaryFolder();
  const sentences = [
    'Good morning everyone. Today we talk about the login page.',
    'She sells sixty fresh fish for the chef.',
    'Yes.',
    'I think we should first fix the database, and then write the report for the managers.',
  ];
  const parts: Int16Array[] = [new Int16Array(second)];
  for (const [n, words] of sentences.entries()) {
    parts.push(await writeSpeechWav(join(folder, `${n}.wav`), { words }));
    parts.push(new Int16Array(second + n * 4_800));
  }
  const all = Int16Array.from(parts.flatMap((part) => [...part]));
  const pcm = all.subarray(0, all.length - (all.length % speechWindowSamples));
  const powers = Array.from({ length: pcm.length / speechWindowSamples }, (_zero, n) =>
    pcm.subarray(n * speechWindowSamples, (n + 1) * speechWindowSamples).reduce((sum, x) => sum + x * x, 0),
  );
  const threshold = Math.max(...powers) / 10_000;
  const loud = powers.map((power) => power > threshold);
  const near = (from: number, to: number): boolean => loud.slice(Math.max(0, from), to).some(Boolean);
  const labels = loud.map((isLoud, n) => isLoud || (near(n - 3, n) && near(n + 1, n + 4)));
  return { pcm, labels };
}
