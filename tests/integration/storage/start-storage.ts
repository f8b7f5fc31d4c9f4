import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createRecorder, type Recorder } from '../../../src/main/core/events/recorder.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { startDatabaseWorker } from '../../../src/main/core/storage/worker-client.ts';
import type { ReaderStores, WriterStores } from '../../../src/main/core/threads/threads.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import type { StoredEvent } from '../../../src/shared/events/events.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const entry = (name: string): URL => new URL(`../../../src/main/core/threads/${name}.ts`, import.meta.url);

export async function makeDatabasePath(): Promise<string> {
  return join(await makeTemporaryFolder(), 'scrumbot.db');
}

export async function startWriter(databasePath: string, onExit?: (problem: AppError) => void) {
  const options = { databasePath, readonly: false, ...(onExit && { onExit }) };
  const writer = await startDatabaseWorker<WriterStores>(entry('writer-worker'), options);
  onTestFinished(() => writer.stop());
  return writer;
}

export async function startReader(databasePath: string) {
  const options = { databasePath, readonly: true };
  const reader = await startDatabaseWorker<ReaderStores>(entry('reader-worker'), options);
  onTestFinished(() => reader.stop());
  return reader;
}

/** A recorder on a real writer, with what it published and what it said of problems. */
export async function startRecording(databasePath: string): Promise<{
  recorder: Recorder;
  published: StoredEvent[];
  problems: (string | null)[];
}> {
  const writer = await startWriter(databasePath);
  const published: StoredEvent[] = [];
  const problems: (string | null)[] = [];
  const recorder = createRecorder({
    clock: createSystemClock(),
    insert: (batch) => writer.stores.events.insert(batch),
    publish: (events) => published.push(...events),
    onProblem: (problem) => problems.push(problem?.message ?? null),
  });
  onTestFinished(() => recorder.stop());
  return { recorder, published, problems };
}
