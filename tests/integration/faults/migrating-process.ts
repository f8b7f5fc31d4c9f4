/** Migrates a database and says when the last migration is half done, then does not end: `node … <database>`. */
import { writeSync } from 'node:fs';
import { migrate } from '../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';

const [path = ''] = process.argv.slice(2);
migrate(openDatabase(path), [
  ...migrations,
  (db) => {
    db.exec("CREATE TABLE half (n); INSERT INTO half VALUES (1); UPDATE events SET reason = 'half'");
    writeSync(1, 'half\n');
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  },
]);
