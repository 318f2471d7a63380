/**
 * Migrates the database at `DATABASE_URL`, and kills itself just before the statement with the number `KILL_AT`: 1, 2, 3 …
 */
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';

const knex = openDatabase(String(process.env.DATABASE_URL));
let statements = 0;
knex.on('query', () => {
  statements += 1;
  if (statements === Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL');
});
await migratePrompts(knex);
await knex.destroy();
