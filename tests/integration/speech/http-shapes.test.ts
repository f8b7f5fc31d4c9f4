import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../../../src/main/core/network/network.ts';
import { freeOfCharge } from '../../../src/main/core/speech/cost.ts';
import { createOpenaiEngine } from '../../../src/main/core/speech/engines/openai-engine.ts';
import { networkSettingsSchema } from '../../../src/shared/settings/network.ts';
import { askServer, isSecond } from '../../support/asked-server.ts';
import type { GroqAnswer } from '../../support/fake-groq.ts';
import { startTestGroq } from '../../support/test-groq.ts';

const words = 'Größe ist gesagt: 会議.';
const jsonType = { 'Content-Type': 'application/json' };
const json = JSON.stringify({ text: words });
const page = '<!DOCTYPE html><html><body>the plan is secret</body></html>';
const say: GroqAnswer = { text: 'The second one is said.' };

const http = (answer: (response: ServerResponse) => void): GroqAnswer => ({ http: answer });
const whole = (body: string | Buffer, headers: Record<string, string> = jsonType): GroqAnswer =>
  http((response) => response.writeHead(200, headers).end(body));
const refusal = (status: number, headers: Record<string, string> = {}): GroqAnswer =>
  http((response) => response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end(page));
const packed = (encoding: string, body: Buffer): GroqAnswer =>
  whole(body, { ...jsonType, 'Content-Encoding': encoding });
const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const timed = (text: string, start: number, end: number) => ({ text, start, end });

type Row = {
  /** What the first of two segments gets; the list one after the other, its last again and again. */
  first: GroqAnswer | GroqAnswer[];
  /** Default: the words. */
  lines?: readonly string[];
  flags?: readonly string[];
  state?: 'done' | 'parked' | 'stopped';
  exitCode?: number;
  /** Uploads of the first segment. */
  asked?: number;
  /** What people are told. */
  told?: string;
};

const parked = { lines: [], state: 'parked', exitCode: 4 } as const;
const stopped = { lines: [], state: 'stopped', exitCode: 4, asked: 1 } as const;

const shapes: Record<string, Row> = {
  // Encodings of the connection.
  'gzip that nobody asked for': { first: packed('gzip', gzipSync(json)) },
  deflate: { first: packed('deflate', deflateSync(json)) },
  'deflate without its head': { first: packed('deflate', deflateRawSync(json)) },
  Brotli: { first: packed('br', brotliCompressSync(json)) },
  Zstandard: { first: packed('zstd', zstdCompressSync(json)) },
  'gzip within Brotli': { first: packed('gzip, br', brotliCompressSync(gzipSync(json))) },
  'gzip by its older name': { first: packed('x-gzip', gzipSync(json)) },
  'what is called gzip and is none': { first: packed('gzip', Buffer.from(json)), ...parked, asked: 5 },
  'gzip that breaks off': {
    first: [packed('gzip', gzipSync(json).subarray(0, -12)), whole(json)],
    asked: 2,
  },
  'an encoding that nobody knows': { first: packed('secret', Buffer.from(json)), ...parked, asked: 5 },

  // Encodings of the text.
  'UTF-16 with a mark, little end first': {
    first: whole(Buffer.from(`\uFEFF${json}`, 'utf16le')),
  },
  'UTF-16 with a mark, big end first': { first: whole(Buffer.from(`\uFEFF${json}`, 'utf16le').swap16()) },
  'UTF-16 without a mark': { first: whole(Buffer.from(json, 'utf16le')) },
  'UTF-16 without a mark, big end first': { first: whole(Buffer.from(json, 'utf16le').swap16()) },
  'Latin-1 as its header says': {
    first: whole(Buffer.from('{"text":"Größe ist gesagt"}', 'latin1'), {
      'Content-Type': 'application/json; charset=iso-8859-1',
    }),
    lines: ['Größe ist gesagt'],
  },
  'Latin-1 that is called UTF-8': {
    first: whole(Buffer.from('{"text":"Größe ist gesagt"}', 'latin1'), {
      'Content-Type': 'application/json; charset=utf-8',
    }),
    lines: ['Größe ist gesagt'],
  },
  'UTF-8 with a character that was cut in two': {
    first: whole(
      Buffer.concat([Buffer.from('{"text":"会議 '), Buffer.from([0xe4, 0xbc]), Buffer.from('"}')]),
    ),
    lines: ['会議 �'],
  },
  'a charset that nobody knows': { first: whole(json, { 'Content-Type': 'text/json; charset=secret' }) },

  // Types.
  'JSON without a type': { first: whole(json, {}) },
  'JSON that is called a page': { first: whole(json, { 'Content-Type': 'text/html' }) },
  'words without a type': { first: whole(words, {}) },
  'words that are called a page': { first: whole(words, { 'Content-Type': 'text/html; charset=utf-8' }) },
  'words that are called JSON': { first: whole(words), ...parked, asked: 5 },

  // Nothing, or something else.
  'a web page': { first: refusal(200), ...parked, asked: 5, told: 'a web page' },
  'an empty body': { first: whole(''), ...parked, asked: 5, told: 'nothing at all' },
  '204': { first: http((response) => response.writeHead(204).end()), ...parked, asked: 5 },
  'more than any transcription has': {
    first: whole(`{"text":"${'a'.repeat(5_000_000)}"}`),
    ...parked,
    asked: 5,
    told: 'more than 4 MB',
  },
  'little that unpacks to a lot': {
    first: packed('gzip', gzipSync(Buffer.alloc(50_000_000))),
    ...parked,
    asked: 5,
    told: 'more than 4 MB',
  },
  'a key twice, of which the last counts': {
    first: whole('{"text":"Not it.","text":"This is said."}'),
    lines: ['This is said.'],
  },
  'a key twice, the last of them empty': {
    first: whole('{"text":"This is said.","text":""}'),
    lines: ['This is said.'],
  },

  // Connections.
  'half a body, then whole': {
    first: [
      http((response) =>
        response.writeHead(200, jsonType).write(json.slice(0, 12), () => response.destroy()),
      ),
      whole(json),
    ],
    asked: 2,
  },
  'a connection that is reset at once, then whole': { first: [{ reset: 'at-once' }, whole(json)], asked: 2 },
  'whole lines of JSON and a connection that breaks off': {
    first: [
      http((response) =>
        response.writeHead(200, jsonType).write(`${lines(timed('It is', 0, 1))}\n`, () => response.destroy()),
      ),
      whole(json),
    ],
    asked: 2,
  },
  'lines of JSON up to the end of the speech': {
    first: whole(lines(timed('It is', 0, 6), timed('said.', 6, 11.5))),
    lines: ['It is', 'said.'],
  },
  'lines of JSON that end in the middle of the speech': {
    first: whole(lines(timed('It is said', 0, 2), timed('in two lines', 2, 4))),
    lines: ['It is said', 'in two lines'],
    flags: ['cut-off'],
    exitCode: 4,
  },
  'events without their end': {
    first: whole(`data: ${lines({ text: 'It is said in a stream.' })}\n\n`, {
      'Content-Type': 'text/event-stream',
    }),
    lines: ['It is said in a stream.'],
    flags: ['cut-off'],
    exitCode: 4,
  },
  'events with their end': {
    first: whole(`data: ${lines({ text: 'It is said.' })}\n\ndata: [DONE]\n\n`, {
      'Content-Type': 'text/event-stream',
    }),
    lines: ['It is said.'],
  },

  // Refusals, each with a page of somebody between.
  '429 and a page, then whole': { first: [refusal(429), whole(json)], asked: 2 },
  // Without a pause of our own that would be uploads without end.
  '429 that says at once, again and again': {
    first: refusal(429, { 'Retry-After': '0' }),
    ...stopped,
    asked: 5,
    told: '(429)',
  },
  '502 and a page, then whole': { first: [refusal(502), whole(json)], asked: 2 },
  '503 and a page, then whole': { first: [refusal(503, { 'Retry-After': '3' }), whole(json)], asked: 2 },
  '504 and a page, again and again': { first: refusal(504), ...parked, asked: 5, told: '(504)' },
  '413': { first: refusal(413), ...parked, asked: 1, told: 'too large' },
  '414': { first: refusal(414), ...stopped, told: '(414)' },
  '421': { first: refusal(421), ...stopped, told: 'at this address (421)' },
  '426': { first: refusal(426), ...stopped, told: 'at this address (426)' },
  '451': { first: refusal(451), ...stopped, told: 'at this address (451)' },
  '431': { first: refusal(431), ...stopped, told: '(431)' },
  '401': { first: refusal(401), ...stopped, told: 'refused the key (401)' },
  '403': { first: refusal(403), ...stopped, told: 'does not allow this (403)' },
  '407': { first: refusal(407), ...stopped, told: '(407)' },
  'a status that HTTP does not have': {
    first: http((response) => response.socket?.end('HTTP/1.1 999 secret\r\nContent-Length: 0\r\n\r\n')),
    ...parked,
    asked: 5,
    told: 'does not speak HTTP',
  },
  '511, the page of a hotel': { first: refusal(511), ...stopped, told: 'login' },
};

describe('a server whose answer is', () => {
  it.each(Object.entries(shapes))('%s', async (_name, row) => {
    const answers = Array.isArray(row.first) ? row.first : [row.first];
    let asked = 0;
    const { transcribe } = await askServer((request) => {
      if (isSecond(request)) return say;
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? say;
    });
    const { report, exitCode, problem } = await transcribe();
    const state = row.state ?? 'done';
    const own = report.transcript.filter(({ text }) => text !== say.text);
    expect(own.map(({ text }) => text)).toEqual(row.lines ?? [words]);
    for (const { flags } of own) expect(flags).toEqual(row.flags ?? []);
    expect(report.transcripts[0]).toMatchObject({
      done: { done: 2, parked: 1, stopped: 0 }[state],
      parked: state === 'parked' ? 1 : 0,
      waiting: state === 'stopped' ? 2 : 0,
    });
    expect(exitCode).toBe(row.exitCode ?? 0);
    expect(problem === null).toBe(exitCode === 0);
    expect(asked).toBe(row.asked ?? 1);
    if (row.told !== undefined) expect(problem).toContain(row.told);
    const said = JSON.stringify([report.transcripts, report.receipt.notes, problem]);
    expect(said).not.toMatch(/secret|DOCTYPE|Größe|It is/);
  });
});

describe('a redirect to another host', () => {
  it.each([301, 302, 303, 307, 308])(
    '(%i) is not followed: neither key nor audio goes there',
    async (status) => {
      for (const engine of ['openai-compatible', 'groq'] as const) {
        const elsewhere = await startTestGroq(() => say);
        const location = `${elsewhere.url}/v1/audio/transcriptions?secret`;
        const { server, transcribe } = await askServer(() => ({ status, headers: { location } }), {
          engine,
          key: 'gsk_test_0123456789abcdef',
        });
        const { exitCode, problem, report } = await transcribe();
        expect(server.ledger).toHaveLength(1);
        expect(server.ledger[0]?.headers.authorization).toContain('gsk_test');
        expect(elsewhere.ledger).toEqual([]);
        expect(exitCode).toBe(4);
        expect(problem).toContain(elsewhere.url);
        expect(problem).not.toContain('secret');
        expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
      }
    },
  );
});

describe('the time that a server wants to be left alone', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'as a date, by the clock of the server',
      { 'Retry-After': inSeconds(3_600), Date: inSeconds(0) },
      /Next try at/,
    ],
    ['in milliseconds', { 'retry-after-ms': '3600000', 'Retry-After': '1' }, /Next try at/],
  ])('may come %s', async (_name, headers, told) => {
    const { server, transcribe } = await askServer(() => refusal(429, headers));
    const { problem, report } = await transcribe();
    expect(problem).toMatch(told);
    expect(server.ledger).toHaveLength(1);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
  });
});

describe('a server that lets its answer drip', () => {
  it('is given up once the time for a request is over, though it never stops', async () => {
    const drips = new Set<NodeJS.Timeout>();
    onTestFinished(() => drips.forEach(clearInterval));
    const server = await startTestGroq(() =>
      http((response) => {
        response.writeHead(200, jsonType).write('{"text":"');
        const drip = setInterval(() => response.write('the plan is secret '), 5);
        drips.add(drip);
        response.once('close', () => clearInterval(drip));
      }),
    );
    const engine = createOpenaiEngine({
      baseUrl: server.url,
      apiKey: null,
      model: 'whisper-1',
      timeoutMs: 100,
      billing: freeOfCharge,
      network: createNetwork({
        environment: {},
        settings: () => Promise.resolve(networkSettingsSchema.parse({})),
      }),
      habits: { find: () => Promise.resolve(null), keep: () => Promise.resolve() },
    });
    const { signal } = new AbortController();
    const asked = engine.transcribe({ pcm: new Int16Array(16_000), prompt: null, language: null, signal });
    await expect(asked).rejects.toMatchObject({ kind: 'lost' });
    await expect(asked).rejects.toThrow(/did not answer within 0.1 s\. Asked: http/);
    // The connection is let go as well.
    await expect.poll(() => server.inFlight().now).toBe(0);
  });
});

/** A date of a server whose clock is years behind. */
function inSeconds(sec: number): string {
  return new Date(Date.UTC(2020, 0, 1) + sec * 1_000).toUTCString();
}
