import { audioChunk, handshake } from '../../../../shared/protocol/client-messages.ts';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { ofType } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { judged, leftOut, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const megabyte = 1_000_000;
const settleMs = 300;
const audioSec = 0.1;
const warmUpShare = 0.25;

/** What connections that are left without a word cost the server, and what the run cost ourselves. */
export async function memory(bench: Bench): Promise<VerificationCheck[]> {
  const server = await serverGrowth(bench);
  const grown = round((process.memoryUsage.rss() - bench.startedRssBytes) / megabyte);
  const limit = bench.work.limits.ownGrowthMb;
  return [
    server,
    judged(grown <= limit, ['own', sentence('verify.memory.own')], {
      value: grown,
      unit: 'MB',
      limit,
      found: sentence(bench.isOwn ? 'verify.memory.own.with-backend' : 'verify.memory.own.found', {
        mb: grown,
      }),
      next: sentence('verify.memory.own.next'),
    }),
  ];
}

async function serverGrowth(bench: Bench): Promise<VerificationCheck> {
  const { connections } = bench.work.abandoned;
  const name = ['abandoned', sentence('verify.memory.server', { connections })] as const;
  if (bench.isOwn) return leftOut(name, { found: sentence('verify.memory.built-in') });
  if ((await bench.serverMemory()) === null) {
    return leftOut(name, {
      found: sentence('verify.memory.not-here'),
      next: sentence('verify.memory.not-here.next'),
    });
  }
  const session = bench.session('memory');
  const limit = bench.work.limits.growthMb;
  let growth: Growth | null = null;
  for (let nth = 0; nth < mostRounds; nth += 1) {
    growth = await growthOver(bench, session, nth);
    if (growth === null || growth.slope <= limit || growth.low > surely * limit) break;
  }
  const events = await bench.events(session);
  const evidence = events.filter(({ type }) => type === 'connection.open').map(({ seq }) => seq);
  if (growth === null) return unproved(name, { evidence, found: sentence('verify.memory.few-looks') });
  const { slope, low, high, grownBy, after } = growth;
  bench.figures.serverGrowthMbPerConnection = round(slope, 3);
  const outcome = {
    value: round(slope, 3),
    unit: 'MB a connection',
    limit,
    evidence,
    found: sentence('verify.memory.found', {
      slope: round(slope, 3),
      low: round(low, 3),
      high: round(high, 3),
      grownBy: round(grownBy),
      after,
    }),
  };
  if (slope > limit && low <= limit) {
    return unproved(name, {
      ...outcome,
      next: sentence('verify.memory.unsure.next'),
    });
  }
  return judged(slope <= limit, name, {
    ...outcome,
    next: sentence('verify.memory.leak.next'),
  });
}

// Servers with a garbage collector grow at first and free later: what is near the limit is looked at again, a leak stays.
const mostRounds = 3;
const surely = 1.5;

type Growth = { slope: number; low: number; high: number; grownBy: number; after: number };

/** What one round of abandoned connections added, MB; `null` when it was seen too seldom. */
async function growthOver(bench: Bench, session: string, nth: number): Promise<Growth | null> {
  const { connections, batch } = bench.work.abandoned;
  const after = nth * connections;
  const points: { x: number; y: number }[] = [];
  const look = async (x: number): Promise<void> => {
    const memory = await bench.serverMemory();
    if (memory !== null) points.push({ x, y: memory.bytes / megabyte });
  };
  await look(0);
  for (let done = 0; done < connections; done += batch) {
    bench.doing(
      sentence('verify.memory.doing', { connections: after + done }),
      (after + done) / (mostRounds * connections),
    );
    const many = Math.min(batch, connections - done);
    await Promise.all(
      Array.from({ length: many }, (_none, i) => abandon(bench, session, after + done + i + 1)),
    );
    await look(done + many);
  }
  await sleep(bench.clock, settleMs, bench.signal);
  await look(connections);
  // The first connections fill caches and compile code.
  const warm = points.slice(Math.floor(points.length * warmUpShare));
  const growth = bench.slopeOf(warm);
  return growth === null ? null : { ...growth, grownBy: (warm.at(-1)?.y ?? 0) - (warm[0]?.y ?? 0), after };
}

const answerMs = 5_000;

/** Opens, says hello and a little audio, and is gone. */
async function abandon(bench: Bench, session: string, number: number): Promise<void> {
  try {
    const connection = await bench.open(session, number);
    connection.send(handshake(bench.version));
    const pcm = bench.speech.subarray(0, secToSamples(audioSec));
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    connection.send(
      audioChunk({
        dataBase64: bytes.toString('base64'),
        byteLength: bytes.byteLength,
        meetingId: `${session.replaceAll(/[^\w-]/g, '-')}-${number}`,
        chunkId: `${number}`,
        atMs: bench.clock.nowMs(),
      }),
    );
    await connection.waitFor(() => ofType(connection.received, 'HANDSHAKE_ACK')[0] ?? null, answerMs);
    if (bench.acquaintance.pongs > 0) await connection.ping(answerMs);
    connection.cut();
  } catch (error) {
    // One that does not open costs nothing; the phase reconnect says why they do not.
    if (!(error instanceof ConnectionBroke)) throw error;
  }
}
