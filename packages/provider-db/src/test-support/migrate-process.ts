/**
 * Migrates the database at `DATABASE_URL`. Options:
 * - `KILL_AT`: kills itself just before the n-th statement: 1, 2, 3 …
 * - `DROP_PRIVILEGES`: runs as `nobody` if started as root, who may write to read-only files.
 */
import { openDatabase } from '@prompts/sql-kit';
import { migratePrompts } from '../history/migrate.ts';

const { DATABASE_URL = '', KILL_AT, DROP_PRIVILEGES } = process.env;
if (DROP_PRIVILEGES && process.getuid?.() === 0) process.setuid?.('nobody');
const knex = openDatabase(DATABASE_URL);
let statementCount = 0;
knex.on('query', () => {
  statementCount += 1;
  if (statementCount === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
});
await migratePrompts(knex);
await knex.destroy();
