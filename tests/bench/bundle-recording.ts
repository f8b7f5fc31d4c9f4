import { join } from 'node:path';
import type { Figure } from './bench.ts';
import { startChunkTarget } from './chunk-target.ts';
import { captureStart, startCli } from './cli-process.ts';
import { writeNoise } from './noise-wav.ts';
import { quantile } from './quantile.ts';

const liveSec = 45;
const aloneSec = 10;

/** Records at real time from the home folder, in a process of its own, while `work` is done in this one. */
export async function recordMeanwhile(
  { home, folder, work }: { home: string; folder: string; work: () => Promise<unknown> },
  report: (figure: Figure) => void,
): Promise<void> {
  const wav = join(folder, 'live.wav');
  await writeNoise(wav, liveSec);
  const target = await startChunkTarget();
  try {
    const cli = startCli(
      ['record', '--input', `file:${wav}`, '--target', target.url, '--json', '--quiet'],
      home,
    );
    await target.received(aloneSec);
    const startedMs = performance.timeOrigin + performance.now();
    await work();
    const endedMs = performance.timeOrigin + performance.now();
    const { code, stdout, stderr } = await cli.finished;
    // 1: this target gives no words.
    if (code !== 1) throw new Error(`The streaming failed: ${stderr}`);
    const { sessionId, tracks, chunks } = JSON.parse(stdout) as {
      sessionId: string;
      tracks: { gaps: unknown[] }[];
      chunks: { captured: number; delivered: number };
    };
    const capturedFromMs = await captureStart(sessionId, home);
    const between = (fromMs: number, toMs: number): number[] =>
      target.chunks
        .filter(({ arrivedMs }) => arrivedMs >= fromMs && arrivedMs <= toMs)
        .map(({ arrivedMs, firstSample }) => arrivedMs - capturedFromMs - (firstSample / 16_000 + 1) * 1_000);
    const latencies = between(startedMs, endedMs);
    const gaps = tracks.reduce((sum, track) => sum + track.gaps.length, 0);
    report({
      figure: 'a recording, last sample to socket, 99 of 100 before',
      value: quantile(between(0, startedMs), 0.99),
      unit: 'ms',
    });
    report({ figure: 'chunks of a recording meanwhile', value: latencies.length, unit: '' });
    report({
      figure: 'chunks that it lost, and gaps',
      value: chunks.captured - chunks.delivered + gaps,
      unit: '',
      limit: { atMost: 0 },
    });
    report({
      figure: 'its last sample to socket, 99 of 100',
      value: quantile(latencies, 0.99),
      unit: 'ms',
      limit: { atMost: 100 },
    });
  } finally {
    await target.stop();
  }
}
