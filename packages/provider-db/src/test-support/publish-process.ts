/**
 * Publishes `COUNT` versions of the prompt `NAME` in the database at `DATABASE_URL`, with the label `LABEL` if given. Sends
 * the number of each version to the parent process.
 */
import { openDatabase } from '@prompts/sql-kit';
import { publishPrompt } from '../writing/publish.ts';

const { DATABASE_URL = '', NAME = '', COUNT, LABEL } = process.env;
const knex = openDatabase(DATABASE_URL);
for (let index = 1; index <= Number(COUNT); index += 1) {
  const { version } = await publishPrompt(knex, {
    name: NAME,
    content: `Text ${index} of ${process.pid}`,
    label: LABEL,
    author: `${process.pid}`,
  });
  process.send?.(version);
}
await knex.destroy();
process.disconnect();
