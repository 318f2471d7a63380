import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { publishPrompt } from './publish.ts';

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(dialects)('publishPrompt on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('numbers versions, and keeps each of them', async () => {
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

  test('creates no version if the newest one has the same content and metadata', async () => {
    const knex = await database();
    const first = await publishPrompt(knex, { name: 'same', content: 'One', metadata: { a: 1, b: { c: 2, d: 3 } } });
    const before = await selectPromptRows('same', knex);
    const unchanged = { ...first, created: false };
    expect(await publishPrompt(knex, { name: 'same', content: 'One' })).toEqual(unchanged);
    const reordered = { b: { d: 3, c: 2 }, a: 1 };
    expect(await publishPrompt(knex, { name: 'same', content: 'One', metadata: reordered })).toEqual(unchanged);
    expect(await selectPromptRows('same', knex)).toEqual(before);
  });

  test('creates a version for new metadata, and for the content of an older version', async () => {
    const knex = await database();
    const name = 'otherwise';
    await publishPrompt(knex, { name, content: 'One', metadata: { list: [1, 2] } });
    const other = await publishPrompt(knex, { name, content: 'One', metadata: { list: [2, 1] } });
    expect(other).toMatchObject({ version: 2, created: true });
    expect(await publishPrompt(knex, { name, content: 'Two' })).toMatchObject({ version: 3, created: true });
    expect(await publishPrompt(knex, { name, content: 'One' })).toMatchObject({ version: 4, created: true });
    expect(await publishPrompt(knex, { name, content: 'One', metadata: {} })).toMatchObject({ version: 5 });
  });

  test('throws CONFLICT, naming the newest version, if it is not the expected one', async () => {
    const knex = await database();
    const name = 'expected';
    const publish = (content: string, expectedVersion: number) =>
      publishPrompt(knex, { name, content, expectedVersion });
    await expect(publish('One', 1)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/'expected' was expected at version 1, but it has no version yet/),
    });
    expect((await selectPromptRows(name, knex)).prompt).toBeUndefined();
    expect(await publish('One', 0)).toMatchObject({ version: 1 });
    expect(await publish('Two', 1)).toMatchObject({ version: 2 });
    await expect(publish('Three', 0)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/version 0, but its newest version is 2/),
    });
    // Even if the content is the same.
    await expect(publish('Two', 1)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/version 1, but its newest version is 2/),
    });
    expect((await selectPromptRows(name, knex)).versions).toHaveLength(2);
  });

  test('moves the label, and logs one row per call that changes something', async () => {
    const knex = await database();
    const name = 'labelled';
    const label = 'production';
    await publishPrompt(knex, { name, content: 'One', label, author: 'Ada', message: 'First' });
    await publishPrompt(knex, { name, content: 'Two', author: 'Bob' });
    expect(await loadPrompt(knex, { name })).toMatchObject({ content: 'One', metadata: { label } });
    // The content is the same: only the label moves.
    expect(await publishPrompt(knex, { name, content: 'Two', label })).toMatchObject({ version: 2, created: false });
    expect(await loadPrompt(knex, { name })).toMatchObject({ content: 'Two', metadata: { label } });
    expect(await publishPrompt(knex, { name, content: 'Two', label })).toMatchObject({ created: false });

    const { labels, changes } = await selectPromptRows(name, knex);
    expect(labels).toEqual([{ name, label, version: 2 }]);
    const logged = changes.map(({ id, created_at, ...change }) => {
      expect(created_at).toMatch(timestamp);
      return change;
    });
    expect(logged).toEqual([
      { name, action: 'publish', version: 1, label, author: 'Ada', message: 'First' },
      { name, action: 'publish', version: 2, label: null, author: 'Bob', message: null },
      { name, action: 'label', version: 2, label, author: null, message: null },
    ]);
  });

  test('stores metadata in its order, with author, message and time', async () => {
    const knex = await database();
    const metadata = {
      zebra: 'Streifen',
      apple: [1, -0.5, 1e21, { deep: { deeper: [null, true, false, ''] } }],
      '10': 'ten',
      '': 'nothing',
      emoji: '😀 "quoted" \\ ? ??',
    };
    const who = { author: 'Zoë', message: 'Because\nof "that"' };
    await publishPrompt(knex, { name: 'attributed', content: 'Text', metadata, ...who });
    const { metadata: read } = await loadPrompt(knex, { name: 'attributed' });
    expect(read).toEqual({ ...metadata, ...who, createdAt: expect.stringMatching(timestamp), label: 'latest' });
    expect(Object.keys(read ?? {}).slice(0, 5)).toEqual(Object.keys(metadata));
  });

  test('stores metadata with the maximum nesting', async () => {
    const knex = await database();
    const metadata = JSON.parse(`${'{"a":'.repeat(30)}"bottom"${'}'.repeat(30)}`);
    await publishPrompt(knex, { name: 'deep', content: 'Text', metadata });
    expect((await loadPrompt(knex, { name: 'deep' })).metadata).toMatchObject(metadata);
  });
});
