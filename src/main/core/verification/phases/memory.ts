import { audioChunk, handshake } from '../../../../shared/protocol/client-messages.ts';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { ofType } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { judged, leftOut, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';

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
    judged(grown <= limit, ['own', 'Memory of this process'], {
      value: grown,
      unit: 'MB',
      limit,
      found: `It grew by ${grown} MB over the run${bench.isOwn ? ', the built-in backend included' : ''}.`,
      next: 'Look at the memory page, and make a heap snapshot there.',
    }),
  ];
}

async function serverGrowth(bench: Bench): Promise<VerificationCheck> {
  const { connections } = bench.work.abandoned;
  const name = ['abandoned', `Growth over ${connections} abandoned connections`] as const;
  if (bench.isOwn)
    return leftOut(name, { found: 'The built-in backend has no process of its own to look at.' });
  if ((await bench.serverMemory()) === null) {
    return leftOut(name, {
      found:
        "The target's processes do not run on this machine, or may not be looked at, so none were opened.",
      next: 'Run the verification on the machine of the server to see its memory.',
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
  if (growth === null) return unproved(name, { evidence, found: 'Too few looks at the memory to tell.' });
  const { slope, low, high, grownBy, after } = growth;
  bench.figures.serverGrowthMbPerConnection = round(slope, 3);
  const outcome = {
    value: round(slope, 3),
    unit: 'MB a connection',
    limit,
    evidence,
    found: `${round(slope, 3)} MB each (${round(low, 3)} to ${round(high, 3)} with 95 % confidence), ${round(grownBy)} MB in all${after > 0 ? `, after ${after} before them` : ''}. The reference grows by 0.29 MB each.`,
  };
  if (slope > limit && low <= limit) {
    return unproved(name, {
      ...outcome,
      next: 'This may be memory that it is about to free. Run the phase memory again, or watch the process for a day.',
    });
  }
  return judged(slope <= limit, name, {
    ...outcome,
    next: 'The server keeps what belongs to connections that are gone. Restart it from time to time until that is repaired (pm2 restart, or max_memory_restart), and look for lists of sessions that nobody clears.',
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
    bench.doing(`${after + done} connections abandoned`, (after + done) / (mostRounds * connections));
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
