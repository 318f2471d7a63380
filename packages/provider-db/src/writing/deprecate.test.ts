import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { sharedDatabase } from '../test-support/migrated-database.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { deprecatePrompt } from './deprecate.ts';
import { publishPrompt } from './publish.ts';

describe.each(dialects)('deprecatePrompt on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('marks a prompt, which is served as before, until a new version comes', async () => {
    const knex = await database();
    const name = 'old';
    await publishNumbered(name, 2, knex);
    await publishNumbered('other', 1, knex);
    expect((await loadPrompt(knex, { name })).metadata).not.toHaveProperty('deprecatedAt');
    await deprecatePrompt(knex, { name, author: 'Ada', message: 'Use the new one' });
    const deprecatedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    for (const version of [1, 2])
      expect(await loadPrompt(knex, { name, version })).toMatchObject({
        content: `Text ${version}`,
        metadata: { deprecatedAt },
      });
    expect((await loadPrompt(knex, { name: 'other' })).metadata).not.toHaveProperty('deprecatedAt');
    const marked = await rowsOf(name, knex);
    expect(marked.changes.at(-1)).toMatchObject({
      action: 'deprecate',
      version: null,
      label: null,
      author: 'Ada',
      message: 'Use the new one',
    });

    // Again is no news, nor is a text that is there already.
    await deprecatePrompt(knex, { name });
    await publishPrompt(knex, { name, content: 'Text 2' });
    expect(await rowsOf(name, knex)).toEqual(marked);

    await publishPrompt(knex, { name, content: 'Text 3' });
    expect((await loadPrompt(knex, { name })).metadata).not.toHaveProperty('deprecatedAt');
    await deprecatePrompt(knex, { name });
    expect(await loadPrompt(knex, { name })).toMatchObject({ metadata: { deprecatedAt } });
  });

  test('refuses a prompt that is not there', async () => {
    const knex = await database();
    await expect(deprecatePrompt(knex, { name: 'absent' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'absent': publish it first/),
    });
    expect((await rowsOf('absent', knex)).changes).toEqual([]);
  });
});
