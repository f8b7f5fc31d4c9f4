import { messageOf, type AppError } from '../../../shared/errors.ts';
import { createListeners } from '../../../shared/listeners.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, Paths } from '../ports/ports.ts';
import type { Mask } from '../secrecy/secrecy.ts';
import { forgetDeadMarks, readOpenMarks } from './open-marks.ts';
import { startRestartingWorker, type RestartingWorker } from './restarting-worker.ts';
import type { Salvage } from './damage.ts';
import { startDatabaseWorker } from './worker-client.ts';

/** The threads of the database, and its repair when one of them finds it damaged. */
export type DatabaseThreads<Writes, Reads> = {
  writer: RestartingWorker<Writes>;
  reader: RestartingWorker<Reads>;
  /** Calls back for each time that a damaged database was replaced, also for one before this call. */
  onSalvage(listener: (salvaged: Salvage) => void): void;
  /**
   * Looks through the whole database in a thread of its own, more thoroughly when a process was killed with it open.
   * What it finds is repaired before this resolves; `signal` gives it up.
   */
  check(signal: AbortSignal): Promise<void>;
};

/** What the reader thread can be asked whatever else it answers. @throws a damage error with what is wrong */
export type ChecksDatabase = { database: { check: (how: 'quick' | 'full') => void } };

/**
 * `Writes` and `Reads` are what the two threads can be asked.
 * @throws AppError `storage-failed`
 */
export async function startDatabase<Writes extends object, Reads extends ChecksDatabase>(options: {
  paths: Paths;
  databasePath: string;
  clock: Clock;
  log: Logger;
  /** Takes known secrets out of whatever is written. */
  mask: Mask;
  add: <S extends { stop(): Promise<void> }>(name: string, service: S) => S;
}): Promise<DatabaseThreads<Writes, Reads>> {
  const { paths, databasePath, log, add } = options;
  const listeners = createListeners<Salvage>();
  const unheard: Salvage[] = [];
  let repairing: Promise<void> | null = null;

  const onDeath = (problem: AppError): void => {
    log.error({ problem: problem.message }, 'a database thread died');
  };
  const onSalvage = (salvaged: Salvage): void => {
    log.error({ ...salvaged }, 'the database was damaged; a new one holds what could be read');
    if (listeners.count() === 0) unheard.push(salvaged);
    listeners.tell(salvaged);
  };
  // The note that the finder left makes the writer look for itself, and salvage what there is.
  const repair = (): Promise<void> => {
    repairing ??= reader
      .restart(() => writer.restart())
      .catch((error: unknown) => log.error({ problem: messageOf(error) }, 'the database was not repaired'))
      .finally(() => {
        repairing = null;
      });
    return repairing;
  };

  const writer: RestartingWorker<Writes> = add(
    'database writer',
    await startRestartingWorker<Writes>(paths.workerEntry('writer-worker'), {
      databasePath,
      readonly: false,
      prepare: (args) => options.mask.hideIn(args),
      onDeath,
      onDamage: () => repair(),
      onSalvage,
    }),
  );
  const reader: RestartingWorker<Reads> = add(
    'database reader',
    await startRestartingWorker<Reads>(paths.workerEntry('reader-worker'), {
      databasePath,
      readonly: true,
      onDeath,
      onDamage: () => repair(),
    }),
  );

  return {
    writer,
    reader,
    onSalvage(listener) {
      listeners.add(listener);
      for (const salvaged of unheard.splice(0)) listener(salvaged);
    },
    async check(signal) {
      const how = readOpenMarks(databasePath).dead.length > 0 ? 'full' : 'quick';
      const checker = await startDatabaseWorker<Reads>(paths.workerEntry('reader-worker'), {
        databasePath,
        readonly: true,
      });
      const giveUp = (): void => void checker.terminate();
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        await checker.stores.database.check(how);
      } catch (error) {
        if (signal.aborted) return;
        log.error({ how, problem: messageOf(error) }, 'the check of the database found damage');
        await repair();
      } finally {
        signal.removeEventListener('abort', giveUp);
        await checker.stop();
      }
      forgetDeadMarks(databasePath);
    },
  };
}
