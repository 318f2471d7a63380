import { createPrompts } from '@prompts/core';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../scripts/test/databases/fresh-database.ts';
import { db } from './db.ts';
import { migratedDatabase } from './test-support/migrated-database.ts';
import { recordQueries } from './test-support/record-queries.ts';
import { publishPrompt } from './writing/publish.ts';

const names = Array.from({ length: 1000 }, (_, index) => `prompt-${index}`);

/** Rows that SQLite takes at once. */
const chunk = 100;

describe.each(dialects)('1,000 entries on %s', (dialect) => {
  test('are loaded by one query, and found unchanged by one', async () => {
    await using database = await migratedDatabase(dialect);
    const { knex } = database;
    const rows = names.map((name) => ({ name, created_at: '' }));
    await knex.batchInsert(
      'prompts',
      rows.map((row) => ({ ...row, latest_version: 1 })),
      chunk,
    );
    await knex.batchInsert(
      'prompt_versions',
      rows.map((row) => ({ ...row, version: 1, content: `Text of ${row.name}.`, hash: '' })),
      chunk,
    );
    const asked = recordQueries(knex);
    // What a watch asks now and then is counted where it is tested.
    const { watch: _, ...provider } = db({ knex });
    const prompts = await createPrompts({
      providers: [provider],
      systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'db', config: { name } }])),
    });
    try {
      const texts = await Promise.all(names.map((name) => prompts.get(name)));
      expect(texts.map(({ content }) => content)).toEqual(names.map((name) => `Text of ${name}.`));
      expect(asked.length).toBe(1);

      expect((await prompts.refresh()).unchanged).toHaveLength(1000);
      expect(asked.length).toBe(2);
      expect(asked[1]?.sql).not.toContain('content');

      await publishPrompt(knex, { name: 'prompt-7', content: 'Another text.' });
      asked.length = 0;
      expect((await prompts.refresh()).changed).toEqual(['prompt-7']);
      expect(asked.length).toBe(2);
    } finally {
      await prompts.close();
    }
  });
});
