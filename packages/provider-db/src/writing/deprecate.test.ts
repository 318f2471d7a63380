import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { deprecatePrompt } from './deprecate.ts';
import { publishPrompt } from './publish.ts';

describe.each(dialects)('deprecatePrompt on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('marks a prompt, which is still served, until a new version is published', async () => {
    const knex = await database();
    const name = 'old';
    await publishVersions(name, 2, knex);
    await publishVersions('other', 1, knex);
    expect((await loadPrompt(knex, { name })).metadata).not.toHaveProperty('deprecatedAt');
    await deprecatePrompt(knex, { name, author: 'Ada', message: 'Use the new one' });
    const deprecatedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    for (const version of [1, 2])
      expect(await loadPrompt(knex, { name, version })).toMatchObject({
        content: `Text ${version}`,
        metadata: { deprecatedAt },
      });
    expect((await loadPrompt(knex, { name: 'other' })).metadata).not.toHaveProperty('deprecatedAt');
    const marked = await selectPromptRows(name, knex);
    expect(marked.changes.at(-1)).toMatchObject({
      action: 'deprecate',
      version: null,
      label: null,
      author: 'Ada',
      message: 'Use the new one',
    });

    // Deprecating it again changes nothing, nor does publishing the same text.
    await deprecatePrompt(knex, { name });
    await publishPrompt(knex, { name, content: 'Text 2' });
    expect(await selectPromptRows(name, knex)).toEqual(marked);

    await publishPrompt(knex, { name, content: 'Text 3' });
    expect((await loadPrompt(knex, { name })).metadata).not.toHaveProperty('deprecatedAt');
    await deprecatePrompt(knex, { name });
    expect(await loadPrompt(knex, { name })).toMatchObject({ metadata: { deprecatedAt } });
  });

  test('throws NOT_FOUND for an unknown prompt', async () => {
    const knex = await database();
    await expect(deprecatePrompt(knex, { name: 'missing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'missing': publish it first/),
    });
    expect((await selectPromptRows('missing', knex)).changes).toEqual([]);
  });
});
