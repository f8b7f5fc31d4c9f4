/**
 * The database file, as its threads see it: opened, migrated, checked, salvaged. Only here is SQLite loaded to keep data.
 * Needs the path of the file and the stores' functions.
 * Owns scrumbot.db and its schema.
 */
export { askForCheck, checkDatabase } from './check-database.ts';
export { openDatabase } from './open-database.ts';
export { openOrSalvage } from './open-or-salvage.ts';
export { serveDatabase } from './worker-host.ts';
