import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askServer, isSecond, type Transcribed } from '../../support/asked-server.ts';
import { startTestCore } from '../../support/core.ts';
import type { FakeGroq, GroqAnswer, GroqRequest } from '../../support/fake-groq.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startTestGroq } from '../../support/test-groq.ts';

/** Two segments of speech through an OpenAI-compatible server that answers as scripted. */
async function transcribe(
  answer: (request: GroqRequest, index: number) => GroqAnswer,
  address = '/v1',
): Promise<Transcribed & { server: FakeGroq }> {
  const { server, transcribe: run } = await askServer(answer, { address });
  return { ...(await run()), server };
}

const json = (value: unknown): GroqAnswer => ({ raw: JSON.stringify(value) });
const say: GroqAnswer = { text: 'The second one is said.' };

type Row = {
  first: GroqAnswer;
  /** Lines of the first segment. */
  lines: string[];
  flags?: string[];
  /** Default: `done`, exit 0. */
  state?: 'done' | 'parked';
  exitCode?: number;
};

/** What an engine may answer to the first of two segments, and what becomes of it. */
const shapes: Record<string, Row> = {
  'text alone': { first: json({ text: 'It is said.' }), lines: ['It is said.'] },
  'a text with a byte order mark': {
    first: { raw: '\uFEFF{"text": "It is said."}' },
    lines: ['It is said.'],
  },
  'plain text': {
    first: { raw: 'It is said.\n', contentType: 'text/plain; charset=utf-8' },
    lines: ['It is said.'],
  },
  'a JSON string': { first: { raw: '"It is said."' }, lines: ['It is said.'] },
  'numbers as strings': {
    first: json({ text: 'It is said.', segments: [{ text: 'It is said.', start: '1.0', end: '2.5' }] }),
    lines: ['It is said.'],
  },
  'segments without text beside a text': {
    first: json({
      text: 'It is said.',
      segments: [
        { start: 0, end: 3 },
        { start: 3, end: 5, text: null },
      ],
    }),
    lines: ['It is said.'],
  },
  'segments and no text': {
    first: json({
      segments: [
        { start: 0, end: 3, text: 'It is' },
        { start: 3, end: 5, text: 'said.' },
      ],
    }),
    lines: ['It is', 'said.'],
  },
  'words that no segment has': {
    first: json({
      text: 'First this. Then that, and more.',
      segments: [{ start: 0, end: 3, text: 'First this.' }],
    }),
    lines: ['First this.', 'Then that, and more.'],
  },
  'a word that its segment lacks': {
    first: json({ text: 'We ship on Friday.', segments: [{ start: 0, end: 3, text: 'We ship Friday.' }] }),
    lines: ['We ship on Friday.'],
  },
  speakers: {
    first: json({
      text: 'Hello there. Hi.',
      segments: [
        { type: 'transcript.text.segment', id: 'a', start: 0, end: 2, text: 'Hello there.', speaker: 'A' },
        { type: 'transcript.text.segment', id: 'b', start: 2, end: 3, text: 'Hi.', speaker: 'B' },
      ],
    }),
    lines: ['Hello there.', 'Hi.'],
  },
  'chunks with timestamps': {
    first: json({ text: 'It is said.', chunks: [{ timestamp: [0, 2.5], text: ' It is said.' }] }),
    lines: ['It is said.'],
  },
  'what whisper.cpp writes': {
    first: json({
      result: { language: 'en' },
      transcription: [{ offsets: { from: 0, to: 2500 }, text: ' It is said.' }],
    }),
    lines: ['It is said.'],
  },
  'an answer in a wrapper': { first: json({ data: { transcript: 'It is said.' } }), lines: ['It is said.'] },
  milliseconds: {
    first: json({ text: 'It is said.', segments: [{ text: 'It is said.', start: 500, end: 2500 }] }),
    lines: ['It is said.'],
    flags: ['bad-times'],
  },
  nanoseconds: {
    first: json({ text: 'It is said.', segments: [{ text: 'It is said.', start: 0, end: 2_500_000_000 }] }),
    lines: ['It is said.'],
    flags: ['bad-times'],
  },
  'a blank': { first: json({ text: '[BLANK_AUDIO]' }), lines: ['[BLANK_AUDIO]'], flags: ['marker'] },
  music: { first: json({ text: '♪ la la ♪' }), lines: ['♪ la la ♪'], flags: ['marker'] },
  'a subtitle credit': {
    first: json({ text: 'Untertitel der Amara.org-Community' }),
    lines: ['Untertitel der Amara.org-Community'],
    flags: ['known-phrase'],
  },
  'real repetition': { first: json({ text: 'no. no. no.' }), lines: ['no. no. no.'] },
  'a loop': {
    first: json({ text: 'I am going to the store. '.repeat(4).trim() }),
    lines: ['I am going to the store. '.repeat(4).trim()],
    flags: ['repetition'],
  },
  'no words for speech': { first: json({ text: '' }), lines: [], state: 'parked', exitCode: 4 },
  'one word for 12 s of speech': {
    first: json({ text: 'you' }),
    lines: ['you'],
    flags: ['few-words'],
    exitCode: 4,
  },
  'an error with status 200': {
    first: json({ error: { message: 'the plan is secret', type: 'server_error' } }),
    lines: [],
    state: 'parked',
    exitCode: 4,
  },
};

describe('an OpenAI-compatible server that answers', () => {
  it.each(Object.entries(shapes))('%s', async (_name, { first, lines, flags, state, exitCode }) => {
    const { report, ...end } = await transcribe((request) => (isSecond(request) ? say : first));
    const second = report.transcript.at(-1);
    const own = report.transcript.slice(0, -1);
    expect(own.map(({ text }) => text)).toEqual(lines);
    expect(second?.text).toBe('The second one is said.');
    for (const line of own) {
      expect(line.flags).toEqual(flags ?? []);
      expect(line.endSec).toBeGreaterThan(line.startSec);
      expect(line.endSec).toBeLessThanOrEqual(second?.startSec ?? 0);
    }
    const isParked = state === 'parked';
    expect(report.transcripts[0]).toMatchObject({ done: isParked ? 1 : 2, parked: isParked ? 1 : 0 });
    expect(end.exitCode).toBe(exitCode ?? 0);
    expect(end.problem === null).toBe(end.exitCode === 0);
    if (isParked) {
      expect(report.untranscribed).toHaveLength(1);
      expect(report.receipt.notes.join()).toContain("couldn't be transcribed");
    }
    expect(JSON.stringify([report.transcripts, report.receipt.notes, end.problem])).not.toContain('secret');
  });

  it('with speakers, whose names the lines have', async () => {
    const { report } = await transcribe((request) =>
      isSecond(request) ? say : (shapes.speakers?.first ?? say),
    );
    expect(report.transcript.map(({ speaker }) => speaker)).toEqual(['A', 'B', 'system']);
  });
});

const unsupported = (what: string): GroqAnswer => ({
  status: 400,
  body: JSON.stringify({
    error: { message: `${what} is not compatible`, code: 'unsupported_value', param: what },
  }),
});

describe('an OpenAI-compatible server that takes', () => {
  it.each<
    [string, (request: GroqRequest) => GroqAnswer | null, { asked: number; format: string; file: string }]
  >([
    [
      'json only',
      ({ fields }) => (fields.response_format?.[0] === 'json' ? null : unsupported('response_format')),
      { asked: 3, format: 'json', file: 'segment.flac' },
    ],
    [
      'text only',
      ({ fields }) =>
        fields.response_format?.[0] === 'text'
          ? { raw: 'It is said.', contentType: 'text/plain' }
          : unsupported('response_format'),
      { asked: 4, format: 'text', file: 'segment.flac' },
    ],
    [
      'WAV only',
      ({ file }) => (file.name.endsWith('.wav') ? null : { status: 415 }),
      { asked: 3, format: 'verbose_json', file: 'segment.wav' },
    ],
    [
      'WAV only and hears nothing in FLAC',
      ({ file }) => (file.name.endsWith('.wav') ? null : json({ text: '' })),
      { asked: 3, format: 'verbose_json', file: 'segment.wav' },
    ],
    [
      'no temperature',
      ({ fields }) => (fields.temperature === undefined ? null : unsupported('temperature')),
      { asked: 3, format: 'verbose_json', file: 'segment.flac' },
    ],
    [
      'WAV and json, without saying so',
      ({ file, fields }) =>
        file.name.endsWith('.wav') && fields.response_format?.[0] === 'json' ? null : { status: 422 },
      { asked: 4, format: 'json', file: 'segment.wav' },
    ],
  ])('%s is asked in that form from then on, in the next run, too', async (name, answer, expected) => {
    const scripted = (request: GroqRequest): GroqAnswer => answer(request) ?? { text: 'It is said.' };
    const { server, transcribe: run, sentence } = await askServer(scripted);
    const { report, exitCode } = await run();
    expect(report.text).toBe('It is said. It is said.');
    expect(exitCode).toBe(0);
    expect(server.ledger).toHaveLength(expected.asked);
    const last = server.ledger.at(-1);
    expect(last?.fields.response_format).toEqual([expected.format]);
    expect(last?.file.name).toBe(expected.file);
    // What was found out is on disk; an engine that is made anew reads it.
    expect((await run()).report.text).toBe('It is said. It is said.');
    expect(server.ledger).toHaveLength(expected.asked + 2);
    expect((await sentence()).includes('It takes')).toBe(
      expected.format !== 'verbose_json' || !expected.file.endsWith('flac') || name === 'no temperature',
    );
  });
});

const refusal = (status: number, code: string, message = 'we said the plan is secret'): GroqAnswer => ({
  status,
  body: JSON.stringify({ error: { message, code, type: 'invalid_request_error' } }),
});

describe('a refusal of an account or a set-up', () => {
  it.each<[string, GroqAnswer, string]>([
    ['a restricted organisation', refusal(400, 'organization_restricted'), 'organization_restricted'],
    ['no quota', refusal(429, 'insufficient_quota'), 'insufficient_quota'],
    ['billing', refusal(429, 'billing_hard_limit_reached'), 'billing_hard_limit_reached'],
    ['402', { status: 402, body: 'pay for the secret' }, '402'],
    ['405', { status: 405, body: 'the secret' }, '405'],
    ['a retired model', refusal(400, 'model_decommissioned'), 'model_decommissioned'],
    ['a missing model', refusal(404, 'model_not_found'), 'model_not_found'],
    [
      'a missing model without a code',
      { status: 400, body: '{"detail":"Model secret-1 does not exist"}' },
      'Choose a model',
    ],
    ['a redirect', { status: 308, headers: { location: 'https://example.com/secret' } }, 'another address'],
  ])('stops at once after %s: one upload, the code and what to do', async (_name, answer, said) => {
    const { report, exitCode, problem, server } = await transcribe(() => answer);
    expect(server.ledger).toHaveLength(1);
    expect(exitCode).toBe(4);
    expect(problem).toContain(said);
    expect(problem).toContain(`${server.url}/v1/audio/transcriptions`);
    expect(problem).not.toContain('secret');
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
  });

  it('waits as long as the headers say, whichever they are, and then goes on', async () => {
    const limits: Record<string, string>[] = [
      { 'retry-after-ms': '1500' },
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1.2s' },
    ];
    const { report, exitCode } = await transcribe((_request, index) =>
      index === 2
        ? { status: 498 }
        : index < 2
          ? { status: 429, headers: limits[index] ?? {} }
          : { text: 'It is said.' },
    );
    expect(exitCode).toBe(0);
    expect(report.text).toBe('It is said. It is said.');
  });

  it('says until when it waits, and that the audio is kept', async () => {
    const { problem } = await transcribe(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    expect(problem).toMatch(/Next try at (\d{4}-\d\d-\d\d )?\d\d:\d\d\..* The audio is kept/);
  });
});

describe('the address of a server', () => {
  it.each(['', '/', '/v1', '/v1/', '/v1/audio/transcriptions', '/v1/audio/transcriptions/'])(
    'may be written as "http://host%s"',
    async (address) => {
      const { report, server } = await transcribe(() => ({ text: 'It is said.' }), address);
      expect(report.text).toBe('It is said. It is said.');
      expect(new Set(server.ledger.map(({ path }) => path))).toEqual(new Set(['/v1/audio/transcriptions']));
    },
  );

  it('without a path is tried the way of whisper.cpp, too', async () => {
    const { report, server } = await transcribe(
      ({ path }) =>
        path === '/inference' ? { text: 'It is said.' } : { status: 404, body: 'File Not Found' },
      '',
    );
    expect(report.text).toBe('It is said. It is said.');
    expect(server.ledger.map(({ path }) => path).slice(-2)).toEqual(['/inference', '/inference']);
  });
});

describe('a recorded session whose engine heard one word of 18 s of speech', () => {
  it('says so in its reason, its notes and its exit code', async () => {
    const folder = await makeTemporaryFolder();
    await writeTalk(join(folder, 'talk.wav'), 1);
    const server = await startTestGroq(() => ({ raw: '{"text": "you"}' }));
    const core = await startTestCore({ home: join(folder, 'home'), environment: {} });
    await core.handlers['settings.update']({ direct: { openaiBaseUrl: server.url } });
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path: join(folder, 'talk.wav'), speed: 'max' }],
      mode: 'direct',
      engine: 'openai-compatible',
    });
    const failure = await core.sessions.ended();
    expect(failure?.code).toBe('engine-failed');
    const report = await core.sessions.show(sessionId);
    expect(report.transcript).toMatchObject([{ text: 'you', flags: ['few-words'] }]);
    expect(report.reason).toContain('1 of 1 segment lacks words');
    expect(report.receipt.notes.join()).toContain('hardly any words in speech');
  });
});
