import { AppError } from '../../../../shared/errors.ts';
import { createGate } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';
import type { LimitHeaders, SegmentEngine } from '../../speech/speech.ts';
import {
  mayBeSentAt,
  quotaLeft,
  readLimits,
  type QuotaLeft,
  type SentRequest,
  type ToldLimits,
} from './quota.ts';

/** Why an engine takes nothing now; `untilMs` is `null` where somebody has to do something first. */
export type Hold = { reason: string; untilMs: number | null };

/** What all sessions share of one engine: its limits, its requests in flight, and what it waits for. */
export type EngineDesk = {
  name: string;
  /** Made when it is first needed, and anew after `release`. @throws AppError `engine-failed`, `bad-input` */
  engine(): Promise<SegmentEngine>;
  /** What a request has to wait for; `null` when it may go now. */
  holdFor(billedSec: number): Promise<Hold | null>;
  /** Waits until fewer than the allowed requests are under way; the answer ends the request. */
  enter(signal: AbortSignal): Promise<() => void>;
  noteAnswer(headers: LimitHeaders): void;
  /** One more failure in a row; answers how many there are. */
  noteFailure(): number;
  hold(hold: Hold): void;
  /** Forgets what it waits for: a key was entered, settings were changed, or somebody wants it tried. */
  release(): void;
  held(): Hold | null;
  inFlight(): number;
  left(): Promise<QuotaLeft>;
};

const hourMs = 3_600_000;

export function createEngineDesk(options: {
  name: string;
  makeEngine: () => Promise<SegmentEngine>;
  maxInFlight: () => Promise<number>;
  listRequests: (engine: string, sinceMs: number) => Promise<SentRequest[]>;
  clock: Clock;
  /** Somebody who waits should look again. */
  onRelease: () => void;
}): EngineDesk {
  const { name, clock } = options;
  const gate = createGate();
  let made: Promise<SegmentEngine> | null = null;
  let told: ToldLimits = { requests: null, audioSec: null };
  let hold: Hold | null = null;
  let inARow = 0;
  let inFlight = 0;

  function engine(): Promise<SegmentEngine> {
    made ??= options.makeEngine().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  }

  async function quota() {
    const nowMs = clock.nowMs();
    const sent = await options.listRequests(name, nowMs - hourMs);
    return { sent, limits: (await engine()).limits, told, nowMs };
  }

  function leave(): void {
    inFlight -= 1;
    gate.wake();
  }

  return {
    name,
    engine,
    async holdFor(billedSec) {
      if (hold !== null && (hold.untilMs === null || hold.untilMs > clock.nowMs())) return hold;
      hold = null;
      const { atMs, reason } = mayBeSentAt(billedSec, await quota());
      if (reason === null) return null;
      return { reason: `${(await engine()).title}: ${reason}.`, untilMs: atMs };
    },
    async enter(signal) {
      const most = await options.maxInFlight();
      const take = (): boolean => {
        if (inFlight >= most) return false;
        inFlight += 1;
        return true;
      };
      await gate.until(take, signal);
      return leave;
    },
    noteAnswer(headers) {
      inARow = 0;
      const limits = readLimits(headers, clock.nowMs());
      told = { requests: limits.requests ?? told.requests, audioSec: limits.audioSec ?? told.audioSec };
    },
    noteFailure: () => (inARow += 1),
    hold: (next) => (hold = next),
    release() {
      hold = null;
      inARow = 0;
      made = null;
      told = { requests: null, audioSec: null };
      options.onRelease();
    },
    held: () => (hold !== null && (hold.untilMs === null || hold.untilMs > clock.nowMs()) ? hold : null),
    inFlight: () => inFlight,
    async left() {
      try {
        return quotaLeft(await quota());
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { audioSecThisHour: null, requestsThisMinute: null, requestsTold: null };
      }
    },
  };
}
