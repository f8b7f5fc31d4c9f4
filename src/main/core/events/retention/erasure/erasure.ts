import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Erasure } from '../../../../../shared/events/erasure.ts';
import { messageOf } from '../../../../../shared/errors.ts';
import { sleep } from '../../../lifecycle/lifecycle.ts';
import type { Logger } from '../../../log/log.ts';
import type { Clock, RecordEvent } from '../../../ports/ports.ts';
import type { Promisified } from '../../../storage/storage.ts';
import type { ErasureWrites, Traces } from './erasure-store.ts';
import { blotOutLogs } from './blot-out-logs.ts';
import { databaseCopies, tracesInFile } from './find-traces.ts';
import { processesWith } from './open-by.ts';
import { asTold, say } from '../../../../../shared/words/all-words.ts';

/** Makes sure that what was deleted is in no file any more. */
export type Eraser = {
  /**
   * Answers when no trace of the deleted rows is in the database, its log or a copy of it, or says what holds that up
   * and goes on by itself.
   */
  erase(traces: Traces, options?: { copiesBeforeMs?: number }): Promise<Erasure>;
  /** Notes on the disk that rows are about to be deleted: a process that is killed before they are erased owes that. */
  begin(): Promise<void>;
  /** Pays what an earlier process owes: the database is written anew, whatever was deleted. */
  finishEarlier(): Promise<void>;
  stop(): void;
};

// A reader of ours is done in milliseconds.
const patienceMs = 3_000;
const tryEveryMs = 50;
const laterMs = 10_000;

export function createEraser(options: {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  databasePath: string;
  writes: Promisified<ErasureWrites>;
  signal: AbortSignal;
}): Eraser {
  const { clock, databasePath, writes, signal } = options;
  const waiting = new Set<Traces>();
  // It says only that there is something: what was deleted stands nowhere any more.
  const note = `${databasePath}.erasing`;
  let isOwed = existsSync(note);
  let cancelLater: (() => void) | undefined;
  let working: Promise<unknown> = Promise.resolve();

  /** Why not all is gone, or `null` when it is. */
  async function tryAll(traces: Traces): Promise<string | null> {
    await writes.forgetSamples();
    await blotOutLogs(join(dirname(databasePath), 'logs'), [
      ...traces.ids,
      ...(await writes.notLive(traces.words)),
    ]);
    if (isOwed) await writes.rewrite();
    const held = await emptyLog();
    if (held !== null) return held;
    const left = await leftIn(databasePath, traces);
    if (left.length === 0) return done();
    if (await writes.isRecording()) return say('storage.copies-left');
    await writes.rewrite();
    const heldAgain = await emptyLog();
    if (heldAgain !== null) return heldAgain;
    const stillLeft = await leftIn(databasePath, traces);
    return stillLeft.length === 0 ? done() : say('storage.some-left');
  }

  async function done(): Promise<null> {
    isOwed = false;
    if (waiting.size <= 1) await rm(note, { force: true });
    return null;
  }

  async function leftIn(path: string, { ids, words }: Traces): Promise<string[]> {
    const texts = [...ids, ...words];
    const found = [...(await tracesInFile(path, texts)), ...(await tracesInFile(`${path}-wal`, texts))];
    return found.length === 0 ? [] : writes.notLive(found);
  }

  async function emptyLog(): Promise<string | null> {
    const untilMs = clock.monotonicMs() + patienceMs;
    while (!(await writes.emptyLog())) {
      if (signal.aborted || clock.monotonicMs() >= untilMs) return heldBy(await processesWith(databasePath));
      await sleep(clock, tryEveryMs, signal);
    }
    return null;
  }

  /** They hold what was deleted since, and a copy cannot be edited without trusting what is in it. */
  async function removeCopies(ids: readonly string[], copiesBeforeMs: number): Promise<string[]> {
    const removed: string[] = [];
    for (const { path, atMs } of await databaseCopies(databasePath)) {
      if (atMs >= copiesBeforeMs && (await tracesInFile(path, ids)).length === 0) continue;
      await rm(path, { force: true });
      removed.push(basename(path));
    }
    return removed;
  }

  async function eraseNow(traces: Traces, copiesBeforeMs: number): Promise<Erasure> {
    const removedCopies = await removeCopies(traces.ids, copiesBeforeMs);
    const reason = await tryAll(traces).catch((error: unknown) => messageOf(error));
    if (reason === null) return { isGone: true, reason: null, removedCopies };
    waiting.add(traces);
    goOnLater();
    return { isGone: false, reason: say('storage.tried-again', { why: reason }), removedCopies };
  }

  function goOnLater(): void {
    cancelLater ??= clock.after(laterMs, () => {
      cancelLater = undefined;
      void inTurn(goOn).catch((error: unknown) => {
        options.log.warn({ problem: messageOf(error) }, 'deleted rows are not erased yet');
      });
    });
  }

  async function goOn(): Promise<void> {
    if (signal.aborted || waiting.size === 0) return;
    for (const traces of waiting) {
      if ((await tryAll(traces)) !== null) {
        goOnLater();
        return;
      }
      waiting.delete(traces);
    }
    recordErased();
  }

  function recordErased(): void {
    options.record({
      kind: 'storage',
      type: 'storage.erased',
      reason: say('storage.erased'),
    });
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = working.then(work);
    working = done.catch(() => undefined);
    return done;
  }

  async function finishNow(): Promise<void> {
    if (!isOwed || signal.aborted) return;
    const { isGone } = await eraseNow({ ids: [], words: [] }, Number.NEGATIVE_INFINITY);
    if (isGone) recordErased();
  }

  return {
    begin: () => writeFile(note, '', { mode: 0o600 }),
    finishEarlier: () => inTurn(finishNow),
    erase: (traces, { copiesBeforeMs = Number.NEGATIVE_INFINITY } = {}) =>
      inTurn(() => eraseNow(traces, copiesBeforeMs)),
    stop: () => cancelLater?.(),
  };
}

function heldBy(holders: readonly string[]): string {
  return say('storage.held', { holders: holders.map(asTold) });
}
