/** Holds the database's write lock from when it is told anything until its input ends: `node locking-process.ts <database>`. */
import Database from 'better-sqlite3';
import { writeSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
const db = new Database(path);
writeSync(1, 'open\n');
process.stdin
  .once('data', () => {
    db.exec('BEGIN IMMEDIATE');
    writeSync(1, 'locked\n');
  })
  .once('end', () => {
    db.exec('COMMIT');
    db.close();
  });
