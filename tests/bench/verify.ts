import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { connect, type BenchConnection } from '../../src/main/core/verification/bench/connect.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/lifecycle.ts';
import { directDial } from '../../src/main/core/network/network.ts';
import { handshake } from '../../src/shared/protocol/client-messages.ts';
import type { VerificationRun } from '../../src/shared/verification/verification.ts';
import { removeFolder } from '../support/remove-folder.ts';
import type { Bench } from './bench.ts';
import { startCli } from './cli-process.ts';
import { quantile } from './quantile.ts';

const rounds = 10;
const askedARound = 400;
const version = '0.0.0';
const many = 500;
const atOnce = 25;
const stress = { connections: 50, chunks: 20 };
/** Path of artillery's `bin/run`, installed elsewhere: it is no dependency. */
const artillery = process.env.SCRUMBOT_ARTILLERY;

type Report = Parameters<Bench['run']>[0];

/** What the verification suite adds to what it measures, how much it can send, and artillery at the same server. */
export const verifyBench: Bench = {
  name: 'verify',
  title: 'Verification against a built-in backend in a process of its own (built program)',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    const backend = startCli(
      ['backend', '--port', '0', '--json', '--simulate', 'slow=1'],
      join(folder, 'backend'),
    );
    try {
      const { url } = JSON.parse(await backend.line((line) => line.startsWith('{'))) as { url: string };
      await overhead(url, report);
      await opening(url, report);
      await manyConnections(url, join(folder, 'home'), report);
      if (artillery !== undefined) await byArtillery(url, folder, artillery, report);
    } finally {
      backend.interrupt();
      await backend.finished;
      await removeFolder(folder);
    }
  },
};

/** HANDSHAKE to HANDSHAKE_ACK through a bare client and through the suite's, in turns, so that the machine is the same to both. */
async function overhead(url: string, report: Report): Promise<void> {
  const bare = new WebSocket(url, { perMessageDeflate: { threshold: 1_024 } });
  await once(bare, 'message');
  const suite = await open(url);
  await suite.waitFor(() => (suite.received.length > 0 ? true : null), 10_000);
  const times = { bare: [] as number[], suite: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const [alone, through] = [await askBare(bare), await askSuite(suite)];
    // The first warms both up.
    if (round === 0) continue;
    times.bare.push(...alone);
    times.suite.push(...through);
  }
  bare.terminate();
  suite.cut();
  for (const share of [0.5, 0.95]) {
    const [alone, through] = [quantile(times.bare, share), quantile(times.suite, share)];
    const name = share === 0.5 ? 'median' : '95 of 100';
    report({ figure: `question to answer, bare client, ${name}`, value: alone, unit: 'ms' });
    report({ figure: `question to answer, the suite, ${name}`, value: through, unit: 'ms' });
  }
  const added = quantile(times.suite, 0.5) - quantile(times.bare, 0.5);
  report({ figure: 'added to each answer, median', value: added * 1_000, unit: 'µs' });
  report({ figure: 'of that answer itself', value: (100 * added) / quantile(times.bare, 0.5), unit: '%' });
  report({
    figure: 'of the 3 ms that the reference takes for it',
    value: (100 * added) / 3,
    unit: '%',
    limit: { atMost: 2 },
  });
}

async function askBare(socket: WebSocket): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < askedARound; i += 1) {
    const raw = JSON.stringify(handshake(version));
    const fromMs = performance.now();
    socket.send(raw);
    await once(socket, 'message');
    times.push(performance.now() - fromMs);
  }
  return times;
}

/** As the phase handshake measures it: from the sending to the arrival that the connection wrote down. */
async function askSuite(connection: BenchConnection): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < askedARound; i += 1) {
    const before = connection.received.length;
    const fromMs = performance.now();
    connection.send(handshake(version));
    const answer = await connection.waitFor(() => connection.received[before] ?? null, 10_000);
    times.push((answer?.atMs ?? Number.NaN) - fromMs);
  }
  return times;
}

function open(url: string): Promise<BenchConnection> {
  return connect({
    dial: directDial(url),
    target: 'bench',
    sessionId: 'bench',
    generation: 1,
    userAgent: 'scrumbot-bench',
    clock: createSystemClock(),
    signal: new AbortController().signal,
    // Recording is off: what it costs is measured by `store` and `streaming`.
    record: () => undefined,
    recordFrame: () => undefined,
  });
}

async function opening(url: string, report: Report): Promise<void> {
  const fromMs = performance.now();
  for (let opened = 0; opened < many; opened += atOnce) {
    const all = await Promise.all(
      Array.from({ length: atOnce }, async () => {
        const connection = await open(url);
        connection.send(handshake(version));
        await connection.waitFor(() => (connection.received.length > 1 ? true : null), 30_000);
        return connection;
      }),
    );
    for (const connection of all) connection.cut();
  }
  const perSec = many / ((performance.now() - fromMs) / 1_000);
  report({ figure: `connections opened and greeted, ${atOnce} at a time`, value: perSec, unit: '/s' });
}

async function manyConnections(url: string, home: string, report: Report): Promise<void> {
  const { connections, chunks } = stress;
  const words = ['--connections', String(connections), '--chunks', String(chunks), '--json'];
  const cli = startCli(['verify', '--target', url, '--phases', 'stress', ...words], home);
  const { stdout, peakRssBytes } = await cli.finished;
  const run = JSON.parse(stdout) as VerificationRun;
  const checks = run.phases.flatMap((phase) => phase.checks);
  const find = (id: string) => checks.find((check) => check.id === id);
  const shape = `${connections} connections × ${chunks} chunks`;
  report({ figure: `${shape}: answered`, value: Number(find('loss')?.value), unit: 'results' });
  report({ figure: `${shape}: CPU of the client`, value: Number(find('client')?.value), unit: '%' });
  const latency = find('latency');
  const p99 = /p99 ([\d.]+) ms/.exec(latency?.found ?? '')?.[1];
  // The suite gives no latency where the machine was the bottleneck.
  if (p99 === undefined) process.stderr.write(`  ${shape}: no latency. ${latency?.found ?? ''}\n`);
  else report({ figure: `${shape}: third second to result, 99 of 100`, value: Number(p99), unit: 'ms' });
  report({ figure: `${shape}: memory of the client`, value: peakRssBytes / 1e6, unit: 'MB' });
}

const bytesInKb = 1_024;

/** The same amount by artillery: so many users, each a HANDSHAKE and the chunks, 100 ms apart. */
async function byArtillery(url: string, folder: string, program: string, report: Report): Promise<void> {
  const audio = Buffer.alloc(32_000).toString('base64');
  const metadata = {
    platform: 'bench',
    meetingUrl: 'bench',
    sampleRate: 16_000,
    channels: 1,
    sampleWidth: 2,
  };
  const chunk = { type: 'AUDIO_CHUNK', data: audio, timestamp: 1, meetingId: '{{ $uuid }}', metadata };
  const steps = [
    { send: JSON.stringify(handshake(version)) },
    { loop: [{ send: JSON.stringify(chunk) }, { think: 0.1 }], count: stress.chunks },
  ];
  const full = await runArtillery(program, folder, {
    config: { target: url, phases: [{ duration: 1, arrivalCount: stress.connections }] },
    scenarios: [{ engine: 'ws', flow: steps }],
  });
  report({ figure: 'artillery, the same: memory of the client', value: full.peakMb, unit: 'MB' });
  report({ figure: 'artillery, the same: CPU time of the client', value: full.cpuSec, unit: 's' });
  report({ figure: 'artillery, the same: users that ended well', value: full.completed, unit: '' });
  report({ figure: 'artillery, the same: a whole user, 99 of 100', value: full.p99Ms, unit: 'ms' });
  const fast = await runArtillery(program, folder, {
    config: { target: url, phases: [{ duration: 1, arrivalCount: many }] },
    scenarios: [{ engine: 'ws', flow: steps.slice(0, 1) }],
  });
  report({ figure: `artillery: ${many} connections and a HANDSHAKE`, value: fast.perSec, unit: '/s' });
}

type ArtilleryRun = { peakMb: number; cpuSec: number; completed: number; p99Ms: number; perSec: number };

async function runArtillery(program: string, folder: string, scenario: object): Promise<ArtilleryRun> {
  const [file, output] = [join(folder, 'artillery.json'), join(folder, 'artillery-report.json')];
  await writeFile(file, JSON.stringify(scenario));
  const child = spawn(process.execPath, [program, 'run', '--quiet', '--output', output, file], {
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    stdio: 'ignore',
  });
  let peakKb = 0;
  let ticks = 0;
  const watching = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      },
      () => undefined,
    );
    void readFile(`/proc/${child.pid}/stat`, 'utf8').then(
      (stat) => {
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        ticks = Number(fields[11]) + Number(fields[12]);
      },
      () => undefined,
    );
  }, 100);
  await once(child, 'close');
  clearInterval(watching);
  const { aggregate } = JSON.parse(await readFile(output, 'utf8')) as {
    aggregate: {
      counters: Record<string, number>;
      summaries: Record<string, { p99: number }>;
      firstCounterAt: number;
      lastCounterAt: number;
    };
  };
  const { counters, summaries, firstCounterAt, lastCounterAt } = aggregate;
  const completed = counters['vusers.completed'] ?? 0;
  return {
    peakMb: (peakKb * bytesInKb) / 1e6,
    cpuSec: ticks / 100,
    completed,
    p99Ms: summaries['vusers.session_length']?.p99 ?? Number.NaN,
    perSec: completed / Math.max(0.001, (lastCounterAt - firstCounterAt) / 1_000),
  };
}
