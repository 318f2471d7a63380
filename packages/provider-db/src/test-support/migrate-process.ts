/**
 * Migrates the database at `DATABASE_URL`, and kills itself just before the statement with the number `KILL_AT`: 1, 2, 3 …
 * `WITHOUT_RIGHTS`: not as root, to whom no file is closed.
 */
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';

const { DATABASE_URL = '', KILL_AT, WITHOUT_RIGHTS } = process.env;
if (WITHOUT_RIGHTS && process.getuid?.() === 0) process.setuid?.('nobody');
const knex = openDatabase(DATABASE_URL);
let statements = 0;
knex.on('query', () => {
  statements += 1;
  if (statements === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
});
await migratePrompts(knex);
await knex.destroy();
