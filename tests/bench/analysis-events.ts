import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type Database from 'better-sqlite3';
import { frameEvent } from '../../src/main/core/events/frame-event.ts';
import { migrate } from '../../src/main/core/database/migrate.ts';
import { migrations } from '../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { decodeFrame } from '../../src/shared/protocol/decode.ts';

const types = [
  'TRANSCRIPTION_RESULT',
  'TRANSCRIPTION_RESULT',
  'MEETING_UPDATE',
  'PROCESSING_STATUS',
  'transcription_result',
];

/** The `index`th event of a stream that crosses the window and the history's end: one in twelve is a repeat. */
export function benchEvent(index: number): { atMs: number; type: string; data: Record<string, unknown> } {
  const content = index % 12 === 11 ? index - 5 : index;
  return {
    atMs: index * 2,
    type: types[content % types.length] ?? '',
    data: {
      text: `let us review item ${content} of the sprint before the release`,
      confidence: 0.85,
      timestamp: `2026-01-01T00:00:${index}`,
      speaker: content % 3 === 0 ? 'Sarah Chen' : 'Unknown',
      chunkId: `chunk_${index}`,
      is_final: false,
    },
  };
}

export async function writeEventLines(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  for (let index = 0; index < count; index += 1) {
    const { atMs, type, data } = benchEvent(index);
    const line = JSON.stringify({
      t_ms: atMs,
      event_type: type,
      data,
      source: index % 2 === 0 ? 'websocket_server' : 'extension',
      session_id: `s-${Math.floor(index / 10_000)}`,
    });
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** Straight into the table, in the form in which the recorder stores frames. */
export function storeFrames(databasePath: string, count: number): void {
  const db: Database.Database = openDatabase(databasePath);
  migrate(db, migrations);
  db.pragma('synchronous = OFF');
  const insert = db.prepare(`
    INSERT INTO events (wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields)
    VALUES (?, ?, 'frame', ?, 'in', ?, 'staging', ?, 1, ?, ?, ?)`);
  const rowsAtOnce = 50_000;
  for (let from = 0; from < count; from += rowsAtOnce) {
    db.transaction(() => {
      for (let index = from; index < Math.min(count, from + rowsAtOnce); index += 1) {
        const { atMs, type, data } = benchEvent(index);
        const session = `s-${Math.floor(index / 10_000)}`;
        const raw = JSON.stringify({ type, data });
        const decoded = decodeFrame(raw);
        const draft = frameEvent({
          direction: 'in',
          raw,
          message: decoded.ok ? decoded.message : null,
          reason: null,
          sessionId: session,
          target: 'staging',
          connectionId: `c-${session}`,
          generation: 1,
        });
        insert.run(
          1e12 + atMs,
          atMs,
          type,
          session,
          `c-${session}`,
          draft.bytes,
          draft.raw,
          JSON.stringify(draft.fields),
        );
      }
    })();
  }
  db.close();
}
