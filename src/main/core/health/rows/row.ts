import type { HealthRow } from '../../../../shared/health/health-row.ts';
import type { LeakVerdict } from '../../../../shared/health/memory.ts';
import type { Standing } from '../../../../shared/session/health.ts';
import type { EngineStatus } from '../../../../shared/settings/engines.ts';
import type { EventEvidence } from '../evidence/event-evidence.ts';

/** All that rows are made of. Nothing else is asked, so that the same evidence gives the same rows. */
export type Evidence = {
  nowMs: number;
  status: Standing;
  events: EventEvidence;
  /** The newest measurements by name; what is not in it was not measured. */
  figures: Readonly<Record<string, number>>;
  leak: LeakVerdict | null;
  /** Bytes a day by which the database grows. */
  growthPerDay: number | null;
  /** The engine that is chosen, or that works now; `null` when there is none. */
  engine: EngineStatus | null;
  /** Names of the network interfaces that are up, without the machine's own. */
  interfaces: readonly string[];
  /** Whether the target of the session is on this machine. */
  isTargetHere: boolean;
};

/** A row without what is worked out for all: since when. */
export type Row = Omit<HealthRow, 'sinceMs'>;
export type RowRule = (evidence: Evidence) => Row | readonly Row[];

/** Fills in what most rows have. */
export function row(id: Row['id'], title: string, rest: Pick<Row, 'level' | 'value'> & Partial<Row>): Row {
  return { id, title, limit: null, eventIds: [], next: null, isExpected: true, ...rest };
}

export function isRunning({ status }: Evidence): boolean {
  const state = status.session?.state;
  return state === 'starting' || state === 'recording' || state === 'stopping';
}

export function isStreaming(evidence: Evidence): boolean {
  return isRunning(evidence) && evidence.status.session?.mode === 'stream';
}

/** Of those that there are. */
export function idsOf(...signs: readonly ({ seq: number } | null | undefined)[]): number[] {
  return signs.flatMap((sign) => sign?.seq ?? []);
}

export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

/** `12 ms`, `0.4 ms`. */
export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** `12 MB`, powers of ten. */
export function size(bytes: number): string {
  if (Math.abs(bytes) >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return Math.abs(bytes) >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e3)} kB`;
}
