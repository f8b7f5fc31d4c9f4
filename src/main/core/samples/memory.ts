import type { LeakVerdict, Memory, MemoryProcess } from '../../../shared/health/memory.ts';
import type { Sample } from '../../../shared/health/sample.ts';
import type { Promisified } from '../storage/storage.ts';
import { say } from '../../../shared/words/all-words.ts';
import { leakVerdict } from './leak/leak-verdict.ts';
import type { SampleReads } from './store/sample-store.ts';

// As they are listed; the beginning of the names of their figures is the code of their title.
const listed = [
  'process.main',
  'thread.writer',
  'thread.reader',
  'process.window',
  'process.capture',
  'process.gpu',
  'process.other',
  'process.backend',
] as const;
type Series = (typeof listed)[number];

const leakEveryMs = 60_000;
const hourMs = 3_600_000;

/** Memory by process, and whether it leaks. */
export function createMemory(options: {
  nowMs: () => number;
  /** The process that measured. */
  pid: number;
  reads: Promisified<SampleReads>;
  /** When our process started; wall clock. */
  startedMs: number;
  fresh: () => Promise<Sample>;
  hasDesktop: boolean;
}): { read(windowMs: number): Promise<Memory>; leak(): Promise<LeakVerdict> } {
  const { nowMs: now, reads } = options;
  let newest: { atMs: number; verdict: LeakVerdict } | null = null;

  async function verdictOf(series: string, windowMs: number): Promise<LeakVerdict> {
    const name = `${series}.${series.startsWith('thread.') ? 'heapUsedBytes' : 'rssBytes'}`;
    const points = await reads.figure(name, options.pid, now() - windowMs);
    // Others than our own process are known from the first figure on.
    const startedMs = series.startsWith('process.main') ? options.startedMs : (points[0]?.atMs ?? 0);
    return leakVerdict(
      points.map(({ atMs, value }) => ({ atMs, bytes: value })),
      startedMs,
    );
  }

  return {
    async read(windowMs) {
      const { atMs, figures } = await options.fresh();
      const present = listed.filter((series) =>
        Object.keys(figures).some((name) => name.startsWith(`${series}.`)),
      );
      const processes = await Promise.all(
        present.map(async (series): Promise<MemoryProcess> => ({
          series,
          title: say(series),
          figures: figuresOf(figures, series),
          leak: await verdictOf(series, windowMs),
        })),
      );
      return { atMs, processes: [...processes], notes: notesOf(present, options.hasDesktop) };
    },
    async leak() {
      const nowMs = now();
      if (newest === null || nowMs - newest.atMs > leakEveryMs) {
        newest = { atMs: nowMs, verdict: await verdictOf('process.main', hourMs) };
      }
      return newest.verdict;
    },
  };
}

function figuresOf(figures: Sample['figures'], series: string): Record<string, number> {
  const own = Object.entries(figures)
    .filter(([name]) => name.startsWith(`${series}.`))
    .map(([name, value]) => [name.slice(series.length + 1), value] as const);
  return Object.fromEntries(own);
}

function notesOf(present: readonly Series[], hasDesktop: boolean): string[] {
  return [
    ...(hasDesktop ? [] : [say('process.note.browser')]),
    ...(present.includes('process.backend') ? [] : [say('process.note.no-backend')]),
  ];
}
