import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const label = 'production';

describe.each(dialects)('rollback on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('goes back one more move on each call, whether setLabel or publishPrompt moved the label', async () => {
    const knex = await database();
    const name = 'steps';
    await publishPrompt(knex, { name, content: 'Text 1', label });
    await publishPrompt(knex, { name, content: 'Text 2' });
    await publishPrompt(knex, { name, content: 'Text 3', label });
    await setLabel(knex, { name, label, version: 2 });
    await setLabel(knex, { name, label: 'other', version: 1 });
    await publishPrompt(knex, { name, content: 'Text 3 again', label });
    for (const version of [2, 3, 1]) {
      expect(await rollback(knex, { name, label, author: 'Ada', message: 'Oops' })).toEqual({ name, label, version });
      expect(await loadPrompt(knex, { name })).toMatchObject({ version: `${version}`, metadata: { label } });
    }
    const rowsBefore = await selectPromptRows(name, knex);
    expect(rowsBefore.changes.slice(-3)).toMatchObject(
      [2, 3, 1].map((version) => ({ action: 'rollback', label, version, author: 'Ada', message: 'Oops' })),
    );
    expect(rowsBefore.versions).toHaveLength(4);
    expect(rowsBefore.labels).toContainEqual({ name, label: 'other', version: 1 });

    await expect(rollback(knex, { name, label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/'production' of 'steps' has no previous version/),
    });
    expect(await selectPromptRows(name, knex)).toEqual(rowsBefore);
  });

  test('includes moves made after a rollback', async () => {
    const knex = await database();
    const name = 'moved-again';
    await publishVersions(name, 4, knex);
    for (const version of [1, 2, 3]) await setLabel(knex, { name, label, version });
    expect(await rollback(knex, { name, label })).toMatchObject({ version: 2 });
    await setLabel(knex, { name, label, version: 4 });
    for (const version of [2, 1]) expect(await rollback(knex, { name, label })).toMatchObject({ version });
  });

  test('throws NOT_FOUND if the label or the prompt does not exist', async () => {
    const knex = await database();
    await publishVersions('unset', 2, knex);
    await expect(rollback(knex, { name: 'unset', label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/'production' of 'unset' is not set: use setLabel/),
    });
    await expect(rollback(knex, { name: 'absent', label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'absent'/),
    });
    expect((await selectPromptRows('unset', knex)).changes).toHaveLength(2);
    expect((await selectPromptRows('absent', knex)).prompt).toBeUndefined();
  });
});
