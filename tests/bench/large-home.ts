import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { storeFrames } from './analysis-events.ts';

// Decoded and written one by one; all others are copies of them that SQLite makes by itself.
const ownFrames = 20_000;
const stepMs = 2;
const blockBytes = 4 * 1024 ** 2;

/** The database of a home folder with `frames` frames, the newest of now, in sessions of 20,000. Takes seconds. */
export function storeManyFrames(path: string, frames: number): void {
  storeFrames(path, ownFrames);
  const db = openDatabase(path);
  db.pragma('synchronous = OFF');
  const copy = db.prepare(`
    INSERT INTO events (wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields)
    SELECT wall_ms + @shiftMs, mono_ms + @shiftMs, kind, type, direction, @round || '-' || session_id, target,
      connection_id || '-' || @round, generation, bytes, raw, fields
    FROM events WHERE seq <= ${ownFrames} ORDER BY seq`);
  const rounds = Math.ceil(frames / ownFrames);
  db.transaction(() => {
    for (let round = 1; round < rounds; round += 1)
      copy.run({ round: String(round), shiftMs: round * ownFrames * stepMs });
    const newest = db.prepare<[], { atMs: number }>('SELECT max(wall_ms) AS atMs FROM events').get();
    db.prepare('UPDATE events SET wall_ms = wall_ms + ?').run(Date.now() - (newest?.atMs ?? 0));
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** A log of `bytes`: one block of lines, each of its own, over and over. */
export async function writeLargeLog(home: string, bytes: number): Promise<void> {
  await mkdir(join(home, 'logs'), { recursive: true });
  const lines: string[] = [];
  for (let i = 0, size = 0; size < blockBytes; i += 1) {
    const line = JSON.stringify({
      level: 'info',
      time: new Date(Date.now() - 60_000 + i).toISOString(),
      pid: 4_711,
      msg: `connection to wss://host-${i % 50}.example.org/ws?token=${i} opened after ${i % 977} ms`,
      attempt: i % 9,
    });
    lines.push(`${line}\n`);
    size += line.length + 1;
  }
  const block = Buffer.from(lines.join(''));
  const file = createWriteStream(join(home, 'logs', 'scrumbot.log'));
  for (let written = 0; written < bytes; written += block.length)
    if (!file.write(block)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
