import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { sharedDatabase } from '../test-support/migrated-database.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { publishPrompt } from './publish.ts';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(dialects)('publishing on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('counts versions, and keeps each as it was', async () => {
    const knex = await database();
    for (const version of [1, 2, 3]) {
      const content = `Text ${version}`;
      const hash = createHash('sha256').update(content).digest('hex');
      const published = await publishPrompt(knex, { name: 'counted', content });
      expect(published).toEqual({ name: 'counted', version, hash, created: true });
    }
    for (const version of [1, 2, 3])
      expect(await loadPrompt(knex, { name: 'counted', version })).toMatchObject({
        content: `Text ${version}`,
        version: `${version}`,
      });
    expect(await loadPrompt(knex, { name: 'counted' })).toMatchObject({ version: '3', metadata: { label: 'latest' } });
  });

  test('makes no version of what the newest says already', async () => {
    const knex = await database();
    const first = await publishPrompt(knex, { name: 'same', content: 'One', metadata: { a: 1, b: { c: 2, d: 3 } } });
    const before = await rowsOf('same', knex);
    const unchanged = { ...first, created: false };
    expect(await publishPrompt(knex, { name: 'same', content: 'One' })).toEqual(unchanged);
    const inOtherOrder = { b: { d: 3, c: 2 }, a: 1 };
    expect(await publishPrompt(knex, { name: 'same', content: 'One', metadata: inOtherOrder })).toEqual(unchanged);
    expect(await rowsOf('same', knex)).toEqual(before);
  });

  test('makes one of other metadata, and of a text that was there earlier', async () => {
    const knex = await database();
    const name = 'otherwise';
    await publishPrompt(knex, { name, content: 'One', metadata: { list: [1, 2] } });
    const other = await publishPrompt(knex, { name, content: 'One', metadata: { list: [2, 1] } });
    expect(other).toMatchObject({ version: 2, created: true });
    expect(await publishPrompt(knex, { name, content: 'Two' })).toMatchObject({ version: 3, created: true });
    expect(await publishPrompt(knex, { name, content: 'One' })).toMatchObject({ version: 4, created: true });
    expect(await publishPrompt(knex, { name, content: 'One', metadata: {} })).toMatchObject({ version: 5 });
  });

  test('follows the version that is expected, or says which there is', async () => {
    const knex = await database();
    const name = 'expected';
    const publish = (content: string, expectedVersion: number) =>
      publishPrompt(knex, { name, content, expectedVersion });
    await expect(publish('One', 1)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/'expected' was expected at version 1, but it has no version yet/),
    });
    expect((await rowsOf(name, knex)).prompt).toBeUndefined();
    expect(await publish('One', 0)).toMatchObject({ version: 1 });
    expect(await publish('Two', 1)).toMatchObject({ version: 2 });
    await expect(publish('Three', 0)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/version 0, but its newest is 2/),
    });
    // Even where there would be nothing to publish.
    await expect(publish('Two', 1)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/version 1, but its newest is 2/),
    });
    expect((await rowsOf(name, knex)).versions).toHaveLength(2);
  });

  test('moves the label along, and logs one row for each call that did something', async () => {
    const knex = await database();
    const name = 'labelled';
    const label = 'production';
    await publishPrompt(knex, { name, content: 'One', label, author: 'Ada', message: 'First' });
    await publishPrompt(knex, { name, content: 'Two', author: 'Bob' });
    expect(await loadPrompt(knex, { name })).toMatchObject({ content: 'One', metadata: { label } });
    // The text is there already: only the label moves.
    expect(await publishPrompt(knex, { name, content: 'Two', label })).toMatchObject({ version: 2, created: false });
    expect(await loadPrompt(knex, { name })).toMatchObject({ content: 'Two', metadata: { label } });
    expect(await publishPrompt(knex, { name, content: 'Two', label })).toMatchObject({ created: false });

    const { labels, changes } = await rowsOf(name, knex);
    expect(labels).toEqual([{ name, label, version: 2 }]);
    const logged = changes.map(({ id, created_at, ...change }) => {
      expect(created_at).toMatch(instant);
      return change;
    });
    expect(logged).toEqual([
      { name, action: 'publish', version: 1, label, author: 'Ada', message: 'First' },
      { name, action: 'publish', version: 2, label: null, author: 'Bob', message: null },
      { name, action: 'label', version: 2, label, author: null, message: null },
    ]);
  });

  test('gives back metadata in its order, and who published it when and why', async () => {
    const knex = await database();
    const metadata = {
      zebra: 'Streifen',
      apple: [1, -0.5, 1e21, { deep: { deeper: [null, true, false, ''] } }],
      '10': 'ten',
      '': 'nothing',
      emoji: '😀 "quoted" \\ ? ??',
    };
    const who = { author: 'Zoë', message: 'Because\nof "that"' };
    await publishPrompt(knex, { name: 'told', content: 'Text', metadata, ...who });
    const { metadata: read } = await loadPrompt(knex, { name: 'told' });
    expect(read).toEqual({ ...metadata, ...who, createdAt: expect.stringMatching(instant), label: 'latest' });
    expect(Object.keys(read ?? {}).slice(0, 5)).toEqual(Object.keys(metadata));
  });

  test('keeps metadata as deep as it may be', async () => {
    const knex = await database();
    const metadata = JSON.parse(`${'{"a":'.repeat(30)}"bottom"${'}'.repeat(30)}`);
    await publishPrompt(knex, { name: 'deep', content: 'Text', metadata });
    expect((await loadPrompt(knex, { name: 'deep' })).metadata).toMatchObject(metadata);
  });
});
