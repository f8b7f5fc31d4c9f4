import type { Sample } from '../../../shared/health/sample.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/log.ts';
import type { Clock } from '../ports/ports.ts';
import { createMinutes, rounded } from './store/minutes.ts';

/** Measures one thing. What it cannot measure here it leaves out; a zero would be a claim. */
export type SampleSource = {
  name: string;
  read(): Record<string, number> | Promise<Record<string, number>>;
  /** Somebody begins to measure, or nobody does any more: what costs in between is switched. */
  setActive?(isActive: boolean): void;
};

/** How often it is measured: by the second for somebody who looks, else now and then while something is recorded. */
export type SampleMode = 'watched' | 'recording' | 'idle';

export type Sampler = {
  /** Somebody looks, or looks away; something is recorded, or no longer. */
  changed(): void;
  /** Measures now, whatever the mode, and keeps nothing. */
  readNow(): Promise<Sample>;
  /** Resolves when what was measured so far is kept. */
  flush(): Promise<void>;
  stop(): Promise<void>;
};

const everyMs = { watched: 1_000, recording: 10_000 } as const;
// Over less than this nothing can be said of how busy a process is: such a sample would be a gap in its charts.
export const shortestMs = 500;
// A commit costs the disk more than a row does.
const saveAfterMs = 10_000;

export function createSampler(options: {
  clock: Clock;
  log: Logger;
  pid: number;
  sources: readonly SampleSource[];
  mode: () => SampleMode;
  publish: (sample: Sample) => void;
  save: (seconds: Sample[], minutes: Sample[]) => Promise<void>;
}): Sampler {
  const { clock, log, sources } = options;
  const minutes = createMinutes();
  let mode: SampleMode = 'idle';
  let cancelTimer: (() => void) | undefined;
  let reading: Promise<void> | undefined;
  let saving: Promise<void> = Promise.resolve();
  let unsaved: Sample[] = [];
  let wholeMinutes: Sample[] = [];
  let stopped = false;
  let takenMs = Number.NEGATIVE_INFINITY;
  const complained = new Set<string>();

  async function read(): Promise<Sample> {
    const atMs = clock.nowMs();
    const parts = await Promise.all(sources.map(readSource));
    const figures = Object.assign({}, ...parts) as Record<string, number>;
    for (const [name, value] of Object.entries(figures)) {
      if (Number.isFinite(value)) figures[name] = rounded(value);
      else Reflect.deleteProperty(figures, name);
    }
    return { atMs, pid: options.pid, figures };
  }

  /** One that fails leaves its figures out; the log hears of it once. */
  async function readSource(source: SampleSource): Promise<Record<string, number>> {
    try {
      return await source.read();
    } catch (error) {
      if (!complained.has(source.name)) {
        complained.add(source.name);
        log.warn({ source: source.name, problem: messageOf(error) }, 'something could not be measured');
      }
      return {};
    }
  }

  async function takeSample(): Promise<void> {
    takenMs = clock.monotonicMs();
    const sample = await read();
    if (stopped) return;
    unsaved.push(sample);
    const minute = minutes.add(sample);
    if (minute !== null) wholeMinutes.push(minute);
    options.publish(sample);
    const [oldest] = unsaved;
    if (oldest !== undefined && sample.atMs - oldest.atMs >= saveAfterMs) save();
  }

  function save(): void {
    const [seconds, whole] = [unsaved, wholeMinutes];
    unsaved = [];
    wholeMinutes = [];
    saving = saving
      .then(() => (seconds.length + whole.length === 0 ? undefined : options.save(seconds, whole)))
      .catch((error: unknown) => {
        log.warn({ problem: messageOf(error) }, 'what was measured could not be kept');
      });
  }

  function schedule(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    if (stopped || mode === 'idle') return;
    cancelTimer = clock.after(everyMs[mode], () => {
      cancelTimer = undefined;
      void tick();
    });
  }

  /** A slow reading delays the next one instead of piling up. */
  async function tick(): Promise<void> {
    reading ??= takeSample().finally(() => {
      reading = undefined;
    });
    await reading;
    schedule();
  }

  return {
    changed() {
      const next = options.mode();
      if (stopped || next === mode) return;
      const before = mode;
      mode = next;
      if (before === 'idle') for (const source of sources) source.setActive?.(true);
      if (next === 'idle') {
        for (const source of sources) source.setActive?.(false);
        schedule();
        save();
      } else if (before === 'idle' || next === 'watched') {
        if (clock.monotonicMs() - takenMs < shortestMs) schedule();
        else void tick();
      }
    },
    readNow: read,
    flush() {
      save();
      return saving;
    },
    async stop() {
      stopped = true;
      cancelTimer?.();
      for (const source of sources) source.setActive?.(false);
      await reading;
      const rest = minutes.rest();
      if (rest !== null) wholeMinutes.push(rest);
      save();
      await saving;
    },
  };
}
