import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestBackend } from './test-backend.ts';
import { connectClient, type Received, type TestClient } from './test-client.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { limits, slowness } from '../../support/machine/limits.ts';
import { sharedData } from '../../support/shared-data.ts';

/** What a real backend was sent and said, recorded on the socket. */
type TraceFrame = { t_ms: number; dir: 'in' | 'out'; conn: string; raw: string; binary?: boolean };

const folder = sharedData.traces;
const names = [
  'bad-inputs',
  'duplicates-guide',
  'identical-end-race',
  'reconnect-mid-meeting',
  'session-enhanced-hash',
  'stress-5x10-guide',
  'timeout-flush',
  'two-clients-broadcast',
];

/** Where the built-in backend answers otherwise than the recorded one, and why. */
const exceptions: Readonly<Record<string, { why: string; mend: (said: string[]) => string[] }>> = {
  'bad-inputs audio-nonalphabet-base64': {
    why: 'what is not base64 is an error, not silence',
    mend: (said) => said.toSpliced(1, 0, 'ERROR true'),
  },
  'bad-inputs audio-data-array': {
    why: 'data that is no text is an error, not silence',
    mend: (said) => said.toSpliced(1, 0, 'ERROR true'),
  },
  'bad-inputs me-ended-data-null': {
    why: 'an end without data is completed like any other end',
    mend: (said) => [...said, 'PROCESSING_COMPLETE 0'],
  },
  'identical-end-race A': {
    why: 'the same audio is transcribed once',
    mend: (said) =>
      said.filter((line) => !(line.startsWith('TRANSCRIPTION_RESULT') && line.endsWith('timeout'))),
  },
  'timeout-flush A': { why: 'the first buffer is not lost', mend: withFirstFlush },
  'timeout-flush B': { why: 'the first buffer is not lost', mend: withFirstFlush },
};

/** How fast the recorded backend transcribed, and when its background check came round, where that decides the order. */
const conditions: Readonly<Record<string, { list: string; phaseMs: number }>> = {
  'identical-end-race': { list: 'real,slow=2400', phaseMs: 500 },
};

describeWith(['traces'], 'traces of a real backend', () => {
  test.each(names)('%s: the same frames get the same answers', async (name) => {
    const frames = readTrace(name);
    const conns = [...new Set(frames.map((frame) => frame.conn))];
    const expected = new Map(conns.map((conn) => [conn, expectedOf(name, conn, frames)]));
    const said = await replay(frames, {
      expectedCount: (conn) => expected.get(conn)?.length ?? 0,
      isException: (conn) => `${name} ${conn}` in exceptions,
    });
    for (const conn of conns) {
      expect(said.get(conn), `${name} ${conn}: ${exceptions[`${name} ${conn}`]?.why ?? ''}`).toEqual(
        expected.get(conn),
      );
    }
  });

  test.each(names)('%s: simulated, the real one says exactly what was recorded', async (name) => {
    const frames = readTrace(name);
    const conns = [...new Set(frames.map((frame) => frame.conn))];
    const recorded = new Map(conns.map((conn) => [conn, recordedOf(conn, frames)]));
    const said = await replay(frames, {
      expectedCount: (conn) => recorded.get(conn)?.length ?? 0,
      isException: () => true,
      simulate: { list: 'real', ...conditions[name] },
    });
    for (const conn of conns) expect(said.get(conn), `${name} ${conn}`).toEqual(recorded.get(conn));
  });
});

function readTrace(name: string): TraceFrame[] {
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceFrame)
    .filter((frame) => !frame.conn.startsWith('huge-')); // Recorded without their payload.
}

function expectedOf(name: string, conn: string, frames: readonly TraceFrame[]): string[] {
  const lines = recordedOf(conn, frames);
  return exceptions[`${name} ${conn}`]?.mend(lines) ?? lines;
}

function recordedOf(conn: string, frames: readonly TraceFrame[]): string[] {
  const said = frames.filter((frame) => frame.dir === 'in' && frame.conn === conn);
  return said.map((frame) => describeMessage(JSON.parse(frame.raw) as Received));
}

type Replay = {
  expectedCount: (conn: string) => number;
  /** Whether ours may say less than was recorded, or later. */
  isException: (conn: string) => boolean;
  simulate?: { list: string; phaseMs?: number };
};

/**
 * Sends what was sent, at the recorded times of a clock that stands still in between. A connection ends with
 * its last frame.
 */
async function replay(
  frames: readonly TraceFrame[],
  { expectedCount, isException, simulate }: Replay,
): Promise<Map<string, string[]>> {
  const { url, clock } = await startTestBackend(undefined, simulate?.list);
  const beganMs = simulate?.phaseMs ?? 0;
  await clock.advance(beganMs);
  const clients = new Map<string, TestClient>();
  for (const frame of frames) {
    let client = clients.get(frame.conn);
    if (client === undefined) {
      client = await connectClient(url);
      clients.set(frame.conn, client);
    }
    await clock.advance(Math.max(0, beganMs + frame.t_ms - clock.monotonicMs()));
    if (frame.dir === 'out') {
      client.send(frame.binary === true ? Buffer.from(frame.raw, 'base64') : frame.raw);
    } else {
      // Where ours says less, nothing more comes, however long one waits.
      const waitMs = isException(frame.conn) ? 300 * slowness : limits.waitMs;
      await client.hasReceived(heardSoFar(frames, frame), waitMs);
    }
    if (client.socket.readyState === client.socket.OPEN) {
      await Promise.race([client.barrier(), client.closed]);
    }
    if (frames.findLast((other) => other.conn === frame.conn) !== frame) continue;
    await client.hasReceived(expectedCount(frame.conn), limits.waitMs);
    client.socket.close();
    await client.closed;
  }
  return new Map([...clients].map(([conn, client]) => [conn, client.received.map(describeMessage)]));
}

function heardSoFar(frames: readonly TraceFrame[], last: TraceFrame): number {
  const until = frames.slice(0, frames.indexOf(last) + 1);
  return until.filter((frame) => frame.dir === 'in' && frame.conn === last.conn).length;
}

/** The type and what decides a client's next step. The text's hash proves that the same samples were transcribed. */
function describeMessage({ type, data, status, recoverable, eventType }: Received): string {
  const stage = data?.stage ?? data?.trigger_reason;
  const text = typeof data?.text === 'string' ? data.text.split(' ').slice(0, 2).join(' ') : undefined;
  const count = data?.total_transcripts ?? data?.totalChunks ?? data?.reconnectionCount;
  const parts = [type, status, recoverable, eventType, text, data?.is_final, count, stage];
  return parts
    .filter((part) => part !== undefined)
    .map(String)
    .join(' ');
}

/** The hash is of the first two chunks, which the recorded backend lost. */
function withFirstFlush(said: string[]): string[] {
  return said.toSpliced(1, 0, 'TRANSCRIPTION_RESULT seg 43b9bd0d false timeout');
}
