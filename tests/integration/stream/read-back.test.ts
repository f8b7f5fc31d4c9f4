import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pino } from 'pino';
import { parseSimulation, startBackend } from '../../../src/main/core/backend/backend.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { directDial } from '../../../src/main/core/network/network.ts';
import { createReadBack } from '../../../src/main/core/stream/read-back/read-back.ts';
import type { EventDraft } from '../../../src/shared/events/events.ts';
import type { SessionReport, TranscriptLine } from '../../../src/shared/session/session.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { startTestCore } from '../../support/core.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { buildWav } from '../../support/wav.ts';
import { noise } from '../backend/test-backend.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const meeting = (...texts: readonly string[]): string =>
  JSON.stringify({
    id: 'm',
    transcripts: texts.map((text, at) => ({ id: `t${at}`, text, timestamp: 'now' })),
  });

/** Asks an address for the meeting `m`, of which nothing was shown. */
async function ask(base: string): Promise<{ lines: TranscriptLine[]; events: EventDraft[] }> {
  const events: EventDraft[] = [];
  const { findRoute } = directDial(base);
  const readBack = createReadBack({
    target: 'test',
    rest: { base, headers: {}, findRoute },
    userAgent: 'test',
    record: (event) => events.push(event),
  });
  const { signal } = new AbortController();
  const lines = await readBack.missing({
    sessionId: 's',
    names: ['m'],
    shown: [],
    earlierRows: 0,
    endSec: 9,
    signal,
  });
  return { lines, events };
}

/** Records the samples to a target that has a REST address. */
async function recordTo(
  place: { wsUrl: string; httpUrl: string },
  pcm: Int16Array,
  meetingId?: string,
): Promise<SessionReport> {
  const { home, path } = await makeCounterHome(0.1);
  await writeFile(path, buildWav({ rateHz: 16_000, data: new Uint8Array(pcm.buffer) }));
  const core = await startTestCore({ home });
  await core.handlers['targets.add']({ target: { name: 'far', ...place }, credentials: {} });
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path, speed: 'max' }],
    target: 'far',
    ...(meetingId !== undefined && { meetingId }),
  });
  expect(await core.sessions.ended()).toBeNull();
  return core.sessions.show(sessionId);
}

function joined(...parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe('reading back what a target stored', () => {
  it('adds the words that the target keeps to itself, and says so', async () => {
    const backend = await startBackend({
      port: 0,
      simulate: parseSimulation('real'),
      clock: createSystemClock(),
      log: pino({ level: 'silent' }),
      engine: { problem: 'It says hashes.' },
    });
    onTestFinished(() => backend.stop());
    const report = await recordTo(
      { wsUrl: backend.url, httpUrl: `http://127.0.0.1:${backend.port}` },
      joined(noise(3, 1), noise(3, 1), noise(3, 2)),
    );
    const spoken = backend.ledger.buffers.map(({ text }) => text);
    expect(spoken).toHaveLength(3);
    expect(backend.ledger.buffers.map(({ suppressed }) => suppressed)).toEqual([false, true, false]);
    expect(report.transcript.map(({ text }) => text)).toEqual(spoken);
    expect(report.transcript.map(({ flags }) => flags.includes('read-back'))).toEqual([false, true, false]);
    expect(report.receipt.notes).toContainEqual(
      expect.stringMatching(/^1 line that far stored never arrived here/),
    );
  });

  it('asks by reading only, and takes what was stored before this session for nothing of it', async () => {
    const asked: string[] = [];
    const texts = ['of last week'];
    const target = await startScriptedTarget({
      onHttp(request, response) {
        asked.push(`${request.method} ${request.url}`);
        response.end(meeting(...texts));
      },
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK' && texts.length === 1) {
          texts.push('told', 'not told');
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'told' } });
        }
        completeOnEnd(message, socket);
      },
    });
    const httpUrl = target.url.replace(/^ws(.*)\/ws$/, 'http$1/');
    const report = await recordTo({ wsUrl: target.url, httpUrl }, noise(2), 'weekly');
    expect(report.transcript.map(({ text }) => text)).toEqual(['told', 'not told']);
    expect(new Set(asked)).toEqual(new Set(['GET /get-meeting/weekly']));
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'nothing of the meeting',
      (_request, response) => void response.writeHead(404).end(),
      /knows no meeting/,
    ],
    ['an error', (_request, response) => void response.writeHead(500).end(meeting('x')), /HTTP 500/],
    [
      'a way elsewhere',
      (_request, response) => void response.writeHead(302, { location: '/get-api-key' }).end(),
      /HTTP 302/,
    ],
    ['a page', (_request, response) => void response.end('<h1>hello</h1>'), /its answer is not a meeting/],
    [
      'another shape',
      (_request, response) => void response.end('{"transcripts":"x"}'),
      /its answer is not a meeting/,
    ],
    [
      'too much',
      (_request, response) => void response.end(meeting('x'.repeat(9_000_000))),
      /longer than 8 MB/,
    ],
    [
      'no more than a part',
      (_request, response) =>
        void response.writeHead(200, { 'content-length': 9_999 }).write('{', () => response.destroy()),
      /not read back/,
    ],
    [
      'a deep hole',
      (_request, response) => void response.end('['.repeat(1_000_000)),
      /its answer is not a meeting/,
    ],
  ])('adds nothing and says why when it is answered with %s', async (_what, answer, reason) => {
    const { lines, events } = await ask(await serve(answer));
    expect(lines).toEqual([]);
    expect(events).toEqual([expect.objectContaining({ type: 'read-back.failed' })]);
    expect(events[0]?.reason).toMatch(reason);
  });

  it('takes the rows that have words out of an answer that has others, too', async () => {
    const rows = [{ text: 'one' }, null, 7, { text: 5 }, { text: '[BLANK_AUDIO]' }, { text: 'two' }, []];
    const base = await serve(
      (_request, response) => void response.end(JSON.stringify({ transcripts: rows })),
    );
    expect((await ask(base)).lines.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('sends no name of a meeting over a line that anybody can read', async () => {
    const { lines, events } = await ask('http://203.0.113.7:5167');
    expect(lines).toEqual([]);
    expect(events[0]?.reason).toMatch(/not encrypted/);
  });
});
