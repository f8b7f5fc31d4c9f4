/**
 * The database file, as its threads see it: opened, migrated, checked, salvaged. Only here is SQLite loaded to keep data.
 * Needs the path of the file and the stores' functions.
 * Owns scrumbot.db and its schema.
 */
export { checkDatabase } from './damage.ts';
export { serveDatabase } from './worker-host.ts';
