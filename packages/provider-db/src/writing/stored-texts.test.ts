import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishPrompt } from './publish.ts';

const mebibyte = 1024 * 1024;

const texts = {
  'is long': 'äß😀 '.repeat(Math.ceil((3 * mebibyte) / Buffer.byteLength('äß😀 '))),
  'contains emoji': '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 \u{10ffff}',
  'has Windows line endings': '\r\nOne\r\nTwo\rThree\n\r\n',
  'begins and ends with spaces': ' \t text \u00a0\u3000 ',
  'is one space': ' ',
  'looks like SQL': `'; drop table prompts; -- " \\' \\ \\\\ ? ?? :name $1 %s \``,
  'contains control characters': '\u0001\u001b[31m\u007f\u0085\u2028\ufeff',
  'is not normalised': 'e\u0301 \u212b \ufb01',
  'is a number': '007',
};

describe.each(dialects)('a text on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test.each(Object.entries(texts))('that %s is stored unchanged', async (name, content) => {
    const knex = await database();
    const label = 'stable';
    const message = content.slice(0, 100_000);
    const published = await publishPrompt(knex, { name, content, label, message });
    const { content: read, metadata } = await loadPrompt(knex, { name, label });
    // `toBe` would print both texts if they differ.
    expect(read === content).toBe(true);
    expect(metadata?.message === message).toBe(true);
    expect(await publishPrompt(knex, { name, content })).toEqual({ ...published, created: false });
  });

  test.each([
    ['differ in case', ['Review', 'review', 'REVIEW']],
    ['differ in accents', ['resume', 'resumé', 'résumé']],
    ['look the same', ['\u00e9', 'e\u0301']],
    ['are equal in some collations', ['ss', 'ß', 'SS', 'ẞ']],
    ['contain wildcards', ['a_c', 'abc', 'a%', 'a*']],
    ['contain quotes', ["it's", 'it"s', 'it`s', 'it\\s', 'it?s', 'it??s']],
    ['are long', ['n'.repeat(255), 'n'.repeat(254)]],
    ['are long and not ASCII', ['ä'.repeat(255), '😀'.repeat(127)]],
    ['contain spaces', ['a b', 'a  b', 'a\u00a0b', 'a\u200bb']],
    ['are numbers', ['1', '01', '1.0', '1e0']],
  ])('is found by its exact name among names that %s', async (_, names) => {
    const knex = await database();
    for (const name of names) {
      const published = await publishPrompt(knex, { name, content: `I am ${name}`, label: name });
      expect(published).toMatchObject({ name, version: 1 });
    }
    for (const name of names) {
      expect(await loadPrompt(knex, { name, label: name })).toMatchObject({ content: `I am ${name}` });
      for (const label of names.filter((other) => other !== name))
        await expect(loadPrompt(knex, { name, label })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
