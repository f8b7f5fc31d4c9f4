import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One request as the fake got it. */
export type GroqRequest = {
  /** Wall clock, ms since 1970. */
  atMs: number;
  path: string;
  headers: IncomingMessage['headers'];
  fields: Record<string, string[]>;
  file: { name: string; type: string; bytes: Buffer };
  /** Seconds of audio, from the FLAC's or the WAV's own header. */
  audioSec: number;
};

/** What the fake does with a request. */
export type GroqAnswer =
  | {
      text: string;
      words?: readonly SaidWord[];
      part?: Record<string, unknown>;
      language?: string;
      headers?: Headers;
    }
  | { status: number; headers?: Headers; body?: string }
  /** Exactly this body, as JSON or whatever it is, with status 200. */
  | { raw: string; contentType?: string }
  /** Whatever HTTP can say. */
  | { http: (response: ServerResponse) => void }
  /** Never answers. */
  | { stall: true }
  /** Closes the connection before or in the middle of the answer. */
  | { reset: 'at-once' | 'half-way' };

type Headers = Record<string, string>;
type SaidWord = { word: string; start: number; end: number };

/** Groq's transcription address on this machine, with scripted answers and a ledger of what it got. */
export type FakeGroq = {
  /** For SCRUMBOT_GROQ_BASE_URL. */
  url: string;
  ledger: GroqRequest[];
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
  /** Requests that are being answered now, and the most there ever were. */
  inFlight(): { now: number; most: number };
  stop(): Promise<void>;
};

/** `answer` is asked for each request, with its number from 0. */
export async function startGroq(
  answer: (request: GroqRequest, index: number) => GroqAnswer | Promise<GroqAnswer>,
): Promise<FakeGroq> {
  const ledger: GroqRequest[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const flight = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    flight.now += 1;
    flight.most = Math.max(flight.most, flight.now);
    response.once('close', () => (flight.now -= 1));
    void serve(request, response).catch((error: unknown) => {
      // Who asked may be gone before all of it was said; anything else is a fault of the test.
      if (request.complete) throw error;
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const heard = await readRequest(request);
    const index = ledger.push(heard) - 1;
    const due = waiting.filter(({ count }) => ledger.length >= count);
    for (const { resolve } of due) resolve();
    send(response, await answer(heard, index), heard);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    received: (count) =>
      ledger.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => void waiting.push({ count, resolve })),
    inFlight: () => ({ ...flight }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, answer: GroqAnswer, request: GroqRequest): void {
  if ('stall' in answer) return;
  if ('http' in answer) {
    answer.http(response);
    return;
  }
  if ('reset' in answer) {
    if (answer.reset === 'half-way') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"text": "half of', () => response.destroy());
    } else {
      response.destroy();
    }
    return;
  }
  if ('raw' in answer) {
    response.writeHead(200, { 'Content-Type': answer.contentType ?? 'application/json' }).end(answer.raw);
    return;
  }
  if ('status' in answer) {
    const body = answer.body ?? JSON.stringify({ error: { message: 'scripted', type: 'test' } });
    response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers }).end(body);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(transcription(answer, request.audioSec)));
}

function transcription(
  answer: Extract<GroqAnswer, { text: string }>,
  audioSec: number,
): Record<string, unknown> {
  return {
    task: 'transcribe',
    language: answer.language ?? 'english',
    duration: audioSec,
    text: answer.text,
    words: answer.words ?? evenly(answer.text, audioSec),
    segments: [
      {
        id: 0,
        start: 0,
        end: audioSec,
        text: answer.text,
        avg_logprob: -0.2,
        compression_ratio: 1.2,
        no_speech_prob: 0.01,
        ...answer.part,
      },
    ],
  };
}

function evenly(text: string, audioSec: number): SaidWord[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const each = audioSec / Math.max(1, words.length);
  return words.map((word, i) => ({ word, start: i * each, end: (i + 1) * each }));
}

async function readRequest(request: IncomingMessage): Promise<GroqRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = await new Response(Buffer.concat(chunks), {
    headers: { 'Content-Type': request.headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) throw new Error('A request came without a file.');
  const bytes = Buffer.from(await file.arrayBuffer());
  const fields: GroqRequest['fields'] = {};
  for (const [name, value] of form) if (typeof value === 'string') (fields[name] ??= []).push(value);
  return {
    atMs: Date.now(),
    path: request.url ?? '',
    headers: request.headers,
    fields,
    file: { name: file.name, type: file.type, bytes },
    audioSec: lengthOf(bytes),
  };
}

/** FLAC's STREAMINFO holds rate and samples in 20 and 36 bits; a WAV of ours has 44 bytes of header. */
function lengthOf(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 4) === 'RIFF') return (bytes.length - 44) / 32_000;
  const rateHz = bytes.readUIntBE(18, 3) >> 4;
  const samples = (bytes.readUInt8(21) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(22);
  // An encoder that streams may leave the count open.
  return samples === 0 ? Number.NaN : samples / rateHz;
}
