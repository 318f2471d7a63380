import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { sharedDatabase } from '../test-support/migrated-database.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { setLabel } from './labels.ts';

describe.each(dialects)('setLabel on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('puts labels at versions, forth and back, and logs each move', async () => {
    const knex = await database();
    const name = 'moved';
    await publishNumbered(name, 3, knex);
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
    const { labels, changes } = await rowsOf(name, knex);
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

  test('logs nothing where the label stands there already', async () => {
    const knex = await database();
    const position = { name: 'still', label: 'production', version: 1 };
    await publishNumbered('still', 1, knex);
    await setLabel(knex, position);
    const before = await rowsOf('still', knex);
    expect(await setLabel(knex, { ...position, author: 'Ada' })).toEqual(position);
    expect(await rowsOf('still', knex)).toEqual(before);
  });

  test('refuses a version or a prompt that is not there, and changes nothing', async () => {
    const knex = await database();
    await publishNumbered('short', 2, knex);
    await setLabel(knex, { name: 'short', label: 'production', version: 1 });
    const before = await rowsOf('short', knex);
    for (const label of ['production', 'new'])
      await expect(setLabel(knex, { name: 'short', label, version: 3 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringMatching(/'short' has no version 3/),
      });
    expect(await rowsOf('short', knex)).toEqual(before);
    await expect(setLabel(knex, { name: 'Short', label: 'production', version: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'Short'/),
    });
  });

  test('keeps labels apart that differ in case only', async () => {
    const knex = await database();
    const name = 'cased';
    await publishNumbered(name, 2, knex);
    await setLabel(knex, { name, label: 'Production', version: 1 });
    await setLabel(knex, { name, label: 'production', version: 2 });
    expect(await loadPrompt(knex, { name, label: 'Production' })).toMatchObject({ version: '1' });
    expect(await loadPrompt(knex, { name, label: 'production' })).toMatchObject({ version: '2' });
  });
});
