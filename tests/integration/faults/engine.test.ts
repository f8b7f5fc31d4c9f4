import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { startTestCore } from '../../support/core.ts';
import type { FakeGroq, GroqAnswer } from '../../support/fake-groq.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { writeTalk } from '../../support/talk.ts';
import { slowness } from '../../support/machine/limits.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { settingsSchema } from '../../../src/shared/settings/settings.ts';

const say = (index: number): GroqAnswer => ({ text: `Number ${index} is said.` });

/** Two segments through an engine that answers as scripted; the clock runs fast, so that waits are short. */
async function transcribe(
  answer: (index: number) => GroqAnswer,
  options: { timeoutSec?: number; clockFactor?: number } = {},
): Promise<{ report: SessionReport; problem: string | null; groq: FakeGroq }> {
  const folder = await makeTemporaryFolder();
  const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
  await writeTalk(wav, 2);
  await mkdir(home);
  const settings = settingsSchema.parse({ direct: { timeoutSec: options.timeoutSec ?? 60, language: 'en' } });
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  const groq = await startTestGroq((_request, index) => answer(index));
  const core = await startTestCore({
    home,
    clock: createFastClock(options.clockFactor ?? 20),
    environment: { ...process.env, GROQ_API_KEY: 'gsk_test_0123456789', SCRUMBOT_GROQ_BASE_URL: groq.url },
  });
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path: wav, speed: 'max' }],
    mode: 'direct',
    engine: 'groq',
  });
  const failure = await core.sessions.ended();
  return { report: await core.sessions.show(sessionId), problem: failure?.message ?? null, groq };
}

const [firstLost, secondOnly] = [{ parked: 1, done: 1, waiting: 0 }, { text: 'Number 1 is said.' }];

describe('fault 32: an engine that does not answer with words', () => {
  it.each(['1', 'in a while', '-20'])(
    '32: goes on after 429 with retry-after "%s", and loses nothing',
    async (retryAfter) => {
      const { report, problem, groq } = await transcribe((index) =>
        index === 0 ? { status: 429, headers: { 'retry-after': retryAfter } } : say(index),
      );
      expect(problem).toBeNull();
      expect(groq.ledger).toHaveLength(3);
      expect(report.text).toBe('Number 1 is said. Number 2 is said.');
    },
  );

  it('32: waits an hour on disk after 429 with retry-after 3600, and asks nothing meanwhile', async () => {
    const { report, problem, groq } = await transcribe(() => ({
      status: 429,
      headers: { 'retry-after': '3600' },
    }));
    expect(problem).toContain('Groq accepts no more right now (429)');
    expect(groq.ledger).toHaveLength(1);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2, parked: 0 });
  });

  it.each([400, 413, 422])('32: sets a segment aside after %i and goes on with the next', async (status) => {
    const { report, problem, groq } = await transcribe((index) => (index === 0 ? { status } : say(index)));
    expect(problem).toContain("1 of 2 segments couldn't be transcribed");
    expect(problem).toContain(String(status));
    expect(groq.ledger).toHaveLength(2);
    expect(report.transcripts[0]).toMatchObject(firstLost);
    expect(report).toMatchObject(secondOnly);
  });

  it.each([401, 403])('32: asks no more after %i and says what to do', async (status) => {
    const { report, problem, groq } = await transcribe(() => ({ status }));
    expect(problem).toContain(status === 401 ? 'Enter a valid one.' : 'Check what the key may do');
    expect(groq.ledger).toHaveLength(1);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
  });

  it('32: parks a poison segment after five tries with 5xx, names it, and goes on', async () => {
    const { report, problem, groq } = await transcribe((index) =>
      index < 5 ? { status: 500 + index } : say(1),
    );
    expect(groq.ledger).toHaveLength(6);
    expect(problem).toContain("1 of 2 segments couldn't be transcribed: Groq has an internal problem (504).");
    expect(report.transcripts[0]).toMatchObject(firstLost);
    expect(report).toMatchObject(secondOnly);
    expect(report.events.byType).toMatchObject({ 'segment.failed': 4, 'segment.parked': 1 });
  });

  const broken: [string, GroqAnswer][] = [
    ['a web page', { raw: '<!doctype html><h1>Please log in</h1>', contentType: 'text/html' }],
    ['half a JSON', { raw: '{"text": "Number 0 is' }],
    ['JSON without words', { raw: '{"ok": true}' }],
    ['nothing', { raw: '' }],
    ['half a body', { reset: 'half-way' }],
    ['a closed connection', { reset: 'at-once' }],
  ];
  it.each(broken)('32: tries again after %s, and counts that it may be billed', async (_what, answer) => {
    const { report, problem, groq } = await transcribe((index) => (index === 0 ? answer : say(index)));
    expect(problem).toBeNull();
    expect(groq.ledger).toHaveLength(3);
    expect(report.transcripts[0]).toMatchObject({ done: 2, answersLost: 1 });
    expect(report.text).toBe('Number 1 is said. Number 2 is said.');
  });

  it('32: gives a request up that stalls, and tries again', async () => {
    const { report, problem } = await transcribe((index) => (index === 0 ? { stall: true } : say(index)), {
      // The request after it has as long, on whatever machine.
      timeoutSec: Math.ceil(3 * slowness),
    });
    expect(problem).toBeNull();
    expect(report.transcripts[0]).toMatchObject({ done: 2, answersLost: 1 });
  });

  it('32: keeps all of it when nothing answers at all', async () => {
    const { report, problem } = await transcribe(() => ({ status: 503, headers: { 'retry-after': '900' } }));
    expect(problem).toContain('Groq has an internal problem (503)');
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
  });
});

const words = (list: [string, unknown, unknown][]): string =>
  JSON.stringify(list.map(([word, start, end]) => ({ word, start, end })))
    .replaceAll('"NaN"', 'NaN')
    .replaceAll('"Infinity"', 'Infinity');

// Long enough for 18 s of speech; the list of words has the first two.
const shipped = 'we ship everything that was planned for this week and for the next';

describe('fault 33: an engine that answers nonsense', () => {
  it('33: names the segment that got no words, in FLAC or WAV, and goes on', async () => {
    const { report, problem, groq } = await transcribe((index) => (index < 2 ? { text: '' } : say(1)));
    expect(groq.ledger.map(({ file }) => file.name)).toEqual(['segment.flac', 'segment.wav', 'segment.flac']);
    expect(problem).toContain("1 of 2 segments couldn't be transcribed");
    expect(report.transcripts[0]).toMatchObject(firstLost);
    expect(report).toMatchObject(secondOnly);
    expect(report.untranscribed).toMatchObject([{ speaker: 'system' }]);
  });

  it.each([
    [
      'NaN',
      words([
        ['we', 'NaN', 'NaN'],
        ['ship', 1, 2],
      ]),
    ],
    [
      'infinite',
      words([
        ['we', 0, 'Infinity'],
        ['ship', 1, 2],
      ]),
    ],
    [
      'negative',
      words([
        ['we', -5, -4],
        ['ship', 1, 2],
      ]),
    ],
    [
      'reversed',
      words([
        ['we', 3, 1],
        ['ship', 4, 5],
      ]),
    ],
    [
      'overlapping',
      words([
        ['we', 0, 9],
        ['ship', 1, 2],
      ]),
    ],
    [
      'unordered',
      words([
        ['ship', 5, 6],
        ['we', 0, 1],
      ]),
    ],
    [
      'far off',
      words([
        ['we', 5_000, 5_001],
        ['ship', 6_000, 6_001],
      ]),
    ],
  ])('33: flags %s times, keeps the words, and keeps the lines in order', async (_what, list) => {
    const { report, problem } = await transcribe((index) =>
      index === 0 ? { raw: `{"text": "${shipped}", "words": ${list}}` } : say(index),
    );
    expect(problem).toBeNull();
    const doubtful = report.transcript.slice(0, -1);
    const second = report.transcript.at(-1);
    for (const { flags } of doubtful) expect(flags).toContain('bad-times');
    expect(doubtful.flatMap(({ text }) => text.split(' ')).toSorted()).toEqual(shipped.split(' ').toSorted());
    expect(second).toMatchObject({ text: 'Number 1 is said.', flags: [] });
    for (const line of report.transcript) {
      expect(Number.isFinite(line.startSec) && Number.isFinite(line.endSec)).toBe(true);
      expect(line.startSec).toBeGreaterThanOrEqual(0);
      expect(line.endSec).toBeGreaterThanOrEqual(line.startSec);
      expect(line.endSec).toBeLessThanOrEqual(report.seconds);
    }
    expect(second?.startSec).toBeGreaterThanOrEqual(doubtful.at(-1)?.endSec ?? 0);
    const starts = report.transcript.map(({ startSec }) => startSec);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('33: flags text in another language than the one that was asked for', async () => {
    const { report } = await transcribe((index) =>
      index === 0 ? { text: 'Guten Morgen zusammen.', language: 'german' } : say(index),
    );
    expect(report.transcript.map(({ flags }) => flags)).toEqual([['other-language'], []]);
    expect(report.text).toContain('Guten Morgen');
  });
});
