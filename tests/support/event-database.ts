import type { Database } from 'better-sqlite3';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { migrate } from '../../src/main/core/database/migrate.ts';
import { migrations } from '../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { createReaderStores, createWriterStores } from '../../src/main/core/threads/threads.ts';
import type { StampedEvent } from '../../src/shared/events/events.ts';
import { storesInProcess } from './in-process.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** The real schema in a file of its own, with all that its threads can be asked, without the threads. */
export async function openEventDatabase() {
  const db: Database = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations);
  return {
    db,
    writes: storesInProcess(createWriterStores(db)),
    reads: storesInProcess(createReaderStores(db)),
  };
}

/** A frame as it is recorded; `change` says what matters to a test. */
export function storedFrame(change: Partial<StampedEvent> = {}): StampedEvent {
  return {
    wallMs: 1_700_000_000_000.25,
    monoMs: 12.5,
    kind: 'frame',
    type: 'AUDIO_CHUNK',
    direction: 'out',
    sessionId: 's1',
    target: 'built-in',
    connectionId: 'c1',
    generation: 1,
    bytes: 42_000,
    raw: '{"type":"AUDIO_CHUNK"}',
    fields: { chunkId: 'c-1', nested: { list: [1, null, 'ü'] } },
    reason: null,
    ...change,
  };
}

/** A gap in the audio: nothing of it but its reason is known. */
export function storedGap(reason: string): StampedEvent {
  return storedFrame({
    kind: 'gap',
    direction: null,
    sessionId: null,
    target: null,
    connectionId: null,
    generation: null,
    bytes: null,
    raw: null,
    fields: {},
    reason,
  });
}

/** A transcription result with these words. */
export function heard(text: string, change: Partial<StampedEvent> = {}): StampedEvent {
  const raw = JSON.stringify({ type: 'TRANSCRIPTION_RESULT', data: { text, is_final: false } });
  return storedFrame({ type: 'TRANSCRIPTION_RESULT', direction: 'in', raw, fields: {}, ...change });
}
