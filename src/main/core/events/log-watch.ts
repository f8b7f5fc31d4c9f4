import { stat } from 'node:fs/promises';
import { messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import { say } from '../../../shared/words/all-words.ts';

/** Keeps the database's log (-wal) from growing without end behind a reader that does not finish. */
export type LogWatch = {
  /** Events were committed: the log has grown. */
  committed(): void;
  stop(): Promise<void>;
};

// SQLite moves the log into the database every 4 MB; sixteen times that means that somebody holds it up.
const mostLogBytes = 64 * 1024 * 1024;
const lookEveryMs = 5_000;
const warnEveryMs = 600_000;

export function createLogWatch(options: {
  databasePath: string;
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  /** Moves the log into the database as far as readers let it; answers whether all of it. */
  checkpoint: () => Promise<boolean>;
  /** Our own reader may be the one that does not finish. */
  restartReader: () => Promise<void>;
  maxBytes?: number;
}): LogWatch {
  const { clock, log, maxBytes = mostLogBytes } = options;
  let lookMs = Number.NEGATIVE_INFINITY;
  let warnMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const bytes = (await stat(`${options.databasePath}-wal`).catch(() => null))?.size ?? 0;
    if (bytes <= maxBytes || (await options.checkpoint())) return;
    log.warn({ logBytes: bytes }, 'a reader holds up the log of the database; ours is started again');
    await options.restartReader();
    if ((await options.checkpoint()) || clock.monotonicMs() < warnMs) return;
    warnMs = clock.monotonicMs() + warnEveryMs;
    options.record({
      kind: 'storage',
      type: 'storage.log-grows',
      fields: { logBytes: bytes },
      reason: say('storage.log-grows'),
    });
  }

  return {
    committed() {
      if (looking !== null || clock.monotonicMs() < lookMs) return;
      lookMs = clock.monotonicMs() + lookEveryMs;
      looking = look()
        .catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'the log was not looked at'))
        .finally(() => {
          looking = null;
        });
    },
    stop: () => looking ?? Promise.resolve(),
  };
}
