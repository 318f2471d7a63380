import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { setLabel } from './labels.ts';

describe.each(dialects)('setLabel on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('moves labels to newer and older versions, and logs each move', async () => {
    const knex = await database();
    const name = 'moved';
    await publishVersions(name, 3, knex);
    const production = { name, label: 'production' };
    expect(await setLabel(knex, { ...production, version: 2, author: 'Ada', message: 'Tried it' })).toEqual({
      ...production,
      version: 2,
    });
    expect(await loadPrompt(knex, { name })).toMatchObject({ version: '2', metadata: { label: 'production' } });
    await setLabel(knex, { ...production, version: 1 });
    await setLabel(knex, { name, label: 'staging', version: 3 });
    for (const [label, content] of [
      ['production', 'Text 1'],
      ['staging', 'Text 3'],
      ['latest', 'Text 3'],
    ] as const)
      expect(await loadPrompt(knex, { name, label })).toMatchObject({ content, metadata: { label } });
    const { labels, changes } = await selectPromptRows(name, knex);
    expect(labels).toEqual([
      { ...production, version: 1 },
      { name, label: 'staging', version: 3 },
    ]);
    expect(changes.slice(3)).toMatchObject([
      { action: 'label', label: 'production', version: 2, author: 'Ada', message: 'Tried it' },
      { action: 'label', label: 'production', version: 1, author: null, message: null },
      { action: 'label', label: 'staging', version: 3 },
    ]);
  });

  test('logs nothing if the label refers to the version already', async () => {
    const knex = await database();
    const position = { name: 'still', label: 'production', version: 1 };
    await publishVersions('still', 1, knex);
    await setLabel(knex, position);
    const before = await selectPromptRows('still', knex);
    expect(await setLabel(knex, { ...position, author: 'Ada' })).toEqual(position);
    expect(await selectPromptRows('still', knex)).toEqual(before);
  });

  test('throws NOT_FOUND for an unknown version or prompt, and changes nothing', async () => {
    const knex = await database();
    await publishVersions('short', 2, knex);
    await setLabel(knex, { name: 'short', label: 'production', version: 1 });
    const before = await selectPromptRows('short', knex);
    for (const label of ['production', 'new'])
      await expect(setLabel(knex, { name: 'short', label, version: 3 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringMatching(/'short' has no version 3/),
      });
    expect(await selectPromptRows('short', knex)).toEqual(before);
    await expect(setLabel(knex, { name: 'Short', label: 'production', version: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'Short'/),
    });
  });

  test('distinguishes labels that differ only in case', async () => {
    const knex = await database();
    const name = 'cased';
    await publishVersions(name, 2, knex);
    await setLabel(knex, { name, label: 'Production', version: 1 });
    await setLabel(knex, { name, label: 'production', version: 2 });
    expect(await loadPrompt(knex, { name, label: 'Production' })).toMatchObject({ version: '1' });
    expect(await loadPrompt(knex, { name, label: 'production' })).toMatchObject({ version: '2' });
  });
});
