import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { sharedDatabase } from '../test-support/migrated-database.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const label = 'production';

describe.each(dialects)('rollback on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('goes one step further back each time, however the label came there', async () => {
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
    const there = await rowsOf(name, knex);
    expect(there.changes.slice(-3)).toMatchObject(
      [2, 3, 1].map((version) => ({ action: 'rollback', label, version, author: 'Ada', message: 'Oops' })),
    );
    expect(there.versions).toHaveLength(4);
    expect(there.labels).toContainEqual({ name, label: 'other', version: 1 });

    await expect(rollback(knex, { name, label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/'production' of 'steps' stood nowhere before/),
    });
    expect(await rowsOf(name, knex)).toEqual(there);
  });

  test('goes on from where the label was put after a rollback', async () => {
    const knex = await database();
    const name = 'anew';
    await publishNumbered(name, 4, knex);
    for (const version of [1, 2, 3]) await setLabel(knex, { name, label, version });
    expect(await rollback(knex, { name, label })).toMatchObject({ version: 2 });
    await setLabel(knex, { name, label, version: 4 });
    for (const version of [2, 1]) expect(await rollback(knex, { name, label })).toMatchObject({ version });
  });

  test('says so where there is nothing to go back from', async () => {
    const knex = await database();
    await publishNumbered('unset', 2, knex);
    await expect(rollback(knex, { name: 'unset', label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/'production' of 'unset' is not set: put it somewhere with setLabel/),
    });
    await expect(rollback(knex, { name: 'absent', label })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no prompt 'absent'/),
    });
    expect((await rowsOf('unset', knex)).changes).toHaveLength(2);
    expect((await rowsOf('absent', knex)).prompt).toBeUndefined();
  });
});
