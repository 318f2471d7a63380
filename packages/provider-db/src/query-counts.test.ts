import { createPrompts } from '@prompts/core';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../scripts/test/databases/fresh-database.ts';
import { db } from './db.ts';
import { createMigratedDatabase } from './test-support/create-migrated-database.ts';
import { recordQueries } from './test-support/record-queries.ts';
import { publishPrompt } from './writing/publish.ts';

const names = Array.from({ length: 1000 }, (_, index) => `prompt-${index}`);

/** Within SQLite's limit of values per statement. */
const rowsPerInsert = 100;

describe.each(dialects)('1,000 entries on %s', (dialect) => {
  test('are loaded with one query, and refreshed with one query', async () => {
    await using database = await createMigratedDatabase(dialect);
    const { knex } = database;
    const rows = names.map((name) => ({ name, created_at: '' }));
    await knex.batchInsert(
      'prompts',
      rows.map((row) => ({ ...row, latest_version: 1 })),
      rowsPerInsert,
    );
    await knex.batchInsert(
      'prompt_versions',
      rows.map((row) => ({ ...row, version: 1, content: `Text of ${row.name}.`, hash: '' })),
      rowsPerInsert,
    );
    const queries = recordQueries(knex);
    // The queries of `watch` are counted in its own tests.
    const { watch: _, ...provider } = db({ knex });
    const prompts = await createPrompts({
      providers: [provider],
      systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'db', config: { name } }])),
    });
    try {
      const texts = await Promise.all(names.map((name) => prompts.get(name)));
      expect(texts.map(({ content }) => content)).toEqual(names.map((name) => `Text of ${name}.`));
      expect(queries.length).toBe(1);

      expect((await prompts.refresh()).unchanged).toHaveLength(1000);
      expect(queries.length).toBe(2);
      expect(queries[1]?.sql).not.toContain('content');

      await publishPrompt(knex, { name: 'prompt-7', content: 'Another text.' });
      queries.length = 0;
      expect((await prompts.refresh()).changed).toEqual(['prompt-7']);
      expect(queries.length).toBe(2);
    } finally {
      await prompts.close();
    }
  });
});
