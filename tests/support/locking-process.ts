/** Holds the database's write lock for some time: `node locking-process.ts <database> <milliseconds>`. */
import Database from 'better-sqlite3';
import { writeSync } from 'node:fs';

const [path = '', holdMs = ''] = process.argv.slice(2);
const db = new Database(path);
db.exec('BEGIN IMMEDIATE');
writeSync(1, 'locked\n');
setTimeout(() => {
  db.exec('COMMIT');
  db.close();
}, Number(holdMs));
