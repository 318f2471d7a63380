import { describe, expect, test } from 'vitest';
import { dialects } from '../../../scripts/test/databases/fresh-database.ts';
import { db } from './db.ts';
import { createMigratedDatabase } from './test-support/create-migrated-database.ts';
import { explainQuery } from './test-support/explain-query.ts';
import { insertMillionVersions } from './test-support/insert-million-versions.ts';
import { recordQueries } from './test-support/record-queries.ts';

const names = Array.from({ length: 1000 }, (_, index) => `prompt-${index + 1}`);
const context = { signal: new AbortController().signal, logger: console };

/** Matches the steps of a query plan that read `prompt_versions`. */
const versionsTable = {
  sqlite: /^(SCAN|SEARCH) (v|prompt_versions)\b/,
  postgres: / on prompt_versions\b/,
  mariadb: /^(v|prompt_versions) /,
};
/** Matches such a step if it uses the primary key. */
const primaryKeyAccess = {
  sqlite: /^SEARCH \w+ USING (COVERING )?INDEX sqlite_autoindex_prompt_versions_1 \(name=\?/,
  postgres: /Index (Only )?Scan (Backward )?using prompt_versions_pkey/,
  mariadb: / (const|eq_ref|ref) PRIMARY$/,
};

describe.each(dialects)('with 1,000,000 versions on %s', (dialect) => {
  test('every query uses the primary key', { timeout: 120_000 }, async () => {
    await using database = await createMigratedDatabase(dialect);
    const { knex } = database;
    await insertMillionVersions(knex);
    const provider = db({ knex });
    const queries = recordQueries(knex);
    const config = { name: 'prompt-7' };
    const template = await provider.load(config, context);
    await provider.loadMany?.(
      names.map((name) => ({ name, label: 'production' })),
      context,
    );
    await provider.changedSince?.([{ config, template }], context);
    await provider.list?.({ prefix: 'prompt-77' }, context);
    for await (const _ of provider.versions?.(config, context) ?? []) break;
    const statements = [...queries];
    expect(statements.length).toBe(5);
    for (const statement of statements) {
      const steps = (await explainQuery(statement, knex)).filter((step) => versionsTable[dialect].test(step));
      expect(steps).toEqual([expect.stringMatching(primaryKeyAccess[dialect])]);
    }
    await provider.close?.();
  });
});
