import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';

/** The number of prompts, and of versions per prompt. */
const count = 1000;

/** Inserts 1,000,000 versions. Foreign keys and triggers are disabled meanwhile, so it takes seconds. */
export async function insertMillionVersions(knex: Knex): Promise<void> {
  const dialect = dialectOf(knex);
  await knex.transaction(async (transaction) => {
    for (const statement of disableChecks[dialect]) await transaction.raw(statement);
    await transaction.raw(
      `insert into prompts (name, latest_version, created_at)
       ${numbers} select ${nameExpression[dialect]}, ${count}, '' from numbers`,
    );
    await transaction.raw(
      `insert into prompt_versions (name, version, content, hash, created_at)
       ${numbers} select p.name, n, 'Be brief.', '', '' from prompts p cross join numbers`,
    );
    await transaction.raw(
      `insert into prompt_labels (name, label, version) select name, 'production', ${count / 2} from prompts`,
    );
  });
  for (const table of ['prompts', 'prompt_versions', 'prompt_labels'])
    await knex.raw(`${dialect === 'mysql' ? 'analyze table' : 'analyze'} ${table}`);
}

const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`;

const nameExpression = { sqlite: `'prompt-' || n`, postgres: `'prompt-' || n`, mysql: `concat('prompt-', n)` };

const disableChecks = {
  sqlite: [],
  postgres: ['set local session_replication_role = replica'],
  mysql: ['set foreign_key_checks = 0'],
};
