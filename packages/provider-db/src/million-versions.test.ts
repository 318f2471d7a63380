import { describe, expect, test } from 'vitest';
import { dialects } from '../../../scripts/test/databases/fresh-database.ts';
import { db } from './db.ts';
import { migratedDatabase } from './test-support/migrated-database.ts';
import { insertMillionVersions } from './test-support/million-versions.ts';
import { planOf } from './test-support/plan-of.ts';
import { recordQueries } from './test-support/record-queries.ts';

const names = Array.from({ length: 1000 }, (_, index) => `prompt-${index + 1}`);
const context = { signal: new AbortController().signal, logger: console };

/** The step of a plan that reads the table of versions, and one that finds its rows by the primary key. */
const versionsTable = {
  sqlite: /^(SCAN|SEARCH) (v|prompt_versions)\b/,
  postgres: / on prompt_versions\b/,
  mariadb: /^(v|prompt_versions) /,
};
const byIndex = {
  sqlite: /^SEARCH \w+ USING (COVERING )?INDEX sqlite_autoindex_prompt_versions_1 \(name=\?/,
  postgres: /Index (Only )?Scan (Backward )?using prompt_versions_pkey/,
  mariadb: / (const|eq_ref|ref) PRIMARY$/,
};

describe.each(dialects)('among 1,000,000 versions on %s', (dialect) => {
  test('whatever is read is found by an index', { timeout: 120_000 }, async () => {
    await using database = await migratedDatabase(dialect);
    const { knex } = database;
    await insertMillionVersions(knex);
    const provider = db({ knex });
    const asked = recordQueries(knex);
    const one = { name: 'prompt-7' };
    const template = await provider.load(one, context);
    await provider.loadMany?.(
      names.map((name) => ({ name, label: 'production' })),
      context,
    );
    await provider.changedSince?.([{ config: one, template }], context);
    await provider.list?.({ prefix: 'prompt-77' }, context);
    for await (const _ of provider.versions?.(one, context) ?? []) break;
    const statements = [...asked];
    expect(statements.length).toBe(5);
    for (const statement of statements) {
      const steps = (await planOf(statement, knex)).filter((step) => versionsTable[dialect].test(step));
      expect(steps).toEqual([expect.stringMatching(byIndex[dialect])]);
    }
    await provider.close?.();
  });
});
