import { isRunning as isSessionRunning } from '../../../../shared/session/running.ts';
import type { HealthRow } from '../../../../shared/health/health-row.ts';
import type { LeakVerdict } from '../../../../shared/health/memory.ts';
import type { Standing } from '../../../../shared/session/status.ts';
import type { EngineStatus } from '../../../../shared/settings/engines.ts';
import { sentence, tellAll, type Sentence } from '../../../../shared/words/all-words.ts';
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

/** What a rule says of its row; the words follow from it. */
type Found = Pick<Row, 'level'> &
  Partial<Pick<Row, 'eventIds' | 'brief' | 'isExpected'>> & {
    value: Sentence;
    limit?: Sentence | null;
    next?: Sentence | null;
  };

/** Fills in what most rows have, and the words. */
export function row(id: Row['id'], { value, limit = null, next = null, ...rest }: Found): Row {
  return {
    id,
    eventIds: [],
    isExpected: true,
    ...rest,
    ...tellAll({ title: sentence(`health.${id}`), value, limit, next }),
  };
}

export function isRunning({ status }: Evidence): boolean {
  return isSessionRunning(status);
}

export function isStreaming(evidence: Evidence): boolean {
  return isRunning(evidence) && evidence.status.session?.mode === 'stream';
}

/** Of those that there are. */
export function idsOf(...signs: readonly ({ seq: number } | null | undefined)[]): number[] {
  return signs.flatMap((sign) => sign?.seq ?? []);
}
