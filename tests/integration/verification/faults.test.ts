import { describe, expect, it } from 'vitest';
import { phaseIds, type PhaseId } from '../../../src/shared/verification/verification.ts';
import type { Work } from '../../../src/main/core/verification/verification.ts';
import { checkOf, checksOf, littleWork, startSimulated, startVerifier } from './verify.ts';

type Fault = {
  list: string;
  /** Every check that may find it; all others have to find nothing. */
  blamed: string[];
  /** One of them says this. */
  named: [path: string, words: RegExp];
  work?: (usual: Work) => Work;
  /** All when absent. */
  phases?: PhaseId[];
};

const withLimits =
  (limits: Partial<Work['limits']>): ((usual: Work) => Work) =>
  (usual) => {
    const little = littleWork(usual);
    return { ...little, limits: { ...little.limits, ...limits } };
  };

const faults: Fault[] = [
  {
    list: 'duplicate',
    blamed: ['duplicates/repeats', 'duplicates/per-transcription'],
    named: ['duplicates/repeats', /TRANSCRIPTION_RESULT #\d+ and TRANSCRIPTION_RESULT #\d+ \(sent twice\)/],
  },
  {
    list: 'deprecated',
    blamed: ['duplicates/old-names'],
    named: ['duplicates/old-names', /transcription_result \(\d+, now TRANSCRIPTION_RESULT\)/],
  },
  {
    list: 'old',
    blamed: ['duplicates/old-names', 'duplicates/repeats', 'duplicates/per-transcription'],
    named: [
      'duplicates/repeats',
      /transcription_result #\d+ and TRANSCRIPTION_RESULT #\d+ \(old and new name\)/,
    ],
  },
  {
    list: 'drop=0.3',
    blamed: ['end-to-end/answered', 'end-to-end/updates', 'stress/loss'],
    named: ['end-to-end/answered', /\d of 4 stretches of 10.5 s of speech were answered/],
  },
  {
    list: 'delay=1000',
    blamed: ['handshake/ack-p50', 'handshake/ack-p95'],
    named: ['handshake/ack-p50', /\d{4}(\.\d)? ms, of which the network takes/],
    work: withLimits({ handshakeP50Ms: 400, handshakeP95Ms: 400 }),
    // Bad input is a question and an answer some twenty times; a test of its own has it with less delay.
    phases: phaseIds.filter((id) => id !== 'bad-input' && id !== 'soak'),
  },
  {
    list: 'reorder',
    blamed: ['end-to-end/order'],
    named: ['end-to-end/order', /after a message that has to follow it/],
  },
  {
    list: 'bad-json',
    blamed: ['monitoring/readable'],
    named: ['monitoring/readable', /can't be read \(bad JSON\)/],
  },
  {
    list: 'slow=1000',
    blamed: ['end-to-end/first-result'],
    named: ['end-to-end/first-result', /\d{4}(\.\d)? ms/],
    work: withLimits({ firstResultMs: 400 }),
  },
  {
    list: 'end-race',
    blamed: ['duplicates/repeats', 'duplicates/per-transcription'],
    named: ['duplicates/repeats', /answered twice/],
  },
  { list: 'no-pong', blamed: ['handshake/pings'], named: ['handshake/pings', /No ping was answered/] },
];

describe('a fault of a backend is found, named, and nothing else is blamed:', () => {
  it.each(faults)('$list', async ({ list, blamed, named: [path, words], work, phases }) => {
    const target = await startSimulated(list);
    const { verify } = await startVerifier();
    const run = await verify({ target, ...(phases !== undefined && { phases }) }, work);
    const found = checksOf(run, 'fail');
    expect(found.filter((check) => !blamed.includes(check))).toEqual([]);
    expect(found).toContain(path);
    expect(checkOf(run, path).found).toMatch(words);
    expect(checkOf(run, path).next).not.toBeNull();
    expect(run.passed).toBe(false);
  });

  it('late answers are no fault in bad input', async () => {
    const { verify } = await startVerifier();
    const run = await verify({ target: await startSimulated('delay=300'), phases: ['bad-input'] });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checksOf(run, 'inconclusive')).toEqual([]);
    expect(checksOf(run, 'pass')).toContain('bad-input/invalid-json');
  });
});
