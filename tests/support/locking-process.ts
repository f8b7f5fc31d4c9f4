/** Holds the database's write lock until its input ends: `node locking-process.ts <database>`. */
import Database from 'better-sqlite3';
import { writeSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
const db = new Database(path);
db.exec('BEGIN IMMEDIATE');
writeSync(1, 'locked\n');
process.stdin.resume().once('end', () => {
  db.exec('COMMIT');
  db.close();
});
