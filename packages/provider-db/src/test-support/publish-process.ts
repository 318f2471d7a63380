/**
 * Publishes `COUNT` versions of the prompt `NAME` in the database at `DATABASE_URL`, and tells its parent of each. `LABEL`
 * goes along, if it is given.
 */
import { openDatabase } from '../connection/open-database.ts';
import { publishPrompt } from '../writing/publish.ts';

const { DATABASE_URL = '', NAME = '', COUNT, LABEL } = process.env;
const knex = openDatabase(DATABASE_URL);
for (let done = 1; done <= Number(COUNT); done += 1) {
  const { version } = await publishPrompt(knex, {
    name: NAME,
    content: `Text ${done} of ${process.pid}`,
    label: LABEL,
    author: `${process.pid}`,
  });
  process.send?.(version);
}
await knex.destroy();
process.disconnect();
