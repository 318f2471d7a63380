import { PromptError } from '@prompts/core';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../connection/open-database.ts';
import { deprecatePrompt } from './deprecate.ts';
import { rollback, setLabel } from './labels.ts';
import { type Publication, publishPrompt } from './publish.ts';

const knex = openDatabase('sqlite::memory:');
let queries = 0;
knex.on('query', () => {
  queries += 1;
});
afterAll(() => knex.destroy());

const good = { name: 'review', content: 'You review.' };
const itself: Record<string, unknown> = {};
itself.self = itself;
let deep: unknown = 'bottom';
for (let level = 0; level < 40; level += 1) deep = { deep };

/** Each with what the error must say of it. */
const mistakes: Record<string, [given: object, said: RegExp]> = {
  'no name': [{ name: undefined }, /name .*string/],
  'an empty name': [{ name: '' }, /name is empty/],
  'a name that is no text': [{ name: 5 }, /name .*string/],
  'a long name': [{ name: 'a'.repeat(256) }, /name must have at most 255 characters/],
  'a name after a space': [{ name: ' review' }, /name must not begin or end with a space/],
  'a name before a no-break space': [{ name: 'review\u00a0' }, /name must not begin or end with a space/],
  'a name of several lines': [{ name: 're\nview' }, /name must not hold control characters/],
  'a name with a control character': [{ name: 're\u009fview' }, /name must not hold control characters/],
  'a name with NUL': [{ name: 're\0view' }, /name must be valid Unicode without NUL/],
  'a name with half a character': [{ name: 're\ud83dview' }, /name must be valid Unicode without NUL/],
  'content that is no text': [{ content: Buffer.from('x') }, /content .*string/],
  'the label latest': [{ label: 'latest' }, /label 'latest' stands for the newest version by itself/],
  'an empty label': [{ label: '' }, /label is empty/],
  'a label before a space': [{ label: 'production ' }, /label must not begin or end with a space/],
  'a negative version': [{ expectedVersion: -1 }, /expectedVersion/],
  'half a version': [{ expectedVersion: 1.5 }, /expectedVersion/],
  'a long author': [{ author: 'a'.repeat(256) }, /author .*255/],
  'an author with NUL': [{ author: 'A\0' }, /author must be valid Unicode without NUL/],
  'a message with half a character': [{ message: '\udc00' }, /message must be valid Unicode without NUL/],
  'metadata that is a list': [{ metadata: [] }, /metadata .*record/],
  'metadata that is null': [{ metadata: null }, /metadata .*record/],
  'a function in metadata': [{ metadata: { say() {} } }, /metadata\.say /],
  'a date in metadata': [{ metadata: { list: [new Date(0)] } }, /metadata\.list/],
  'undefined in metadata': [{ metadata: { nothing: undefined } }, /metadata\.nothing /],
  'a bigint in metadata': [{ metadata: { many: 1n } }, /metadata\.many /],
  'NaN in metadata': [{ metadata: { none: Number.NaN } }, /metadata\.none /],
  'half a character in metadata': [{ metadata: { a: ['\ud83d'] } }, /metadata .*must be valid Unicode without NUL/],
  'NUL in a key of metadata': [{ metadata: { 'a\0': 1 } }, /metadata .*must be valid Unicode without NUL/],
  'metadata without end': [{ metadata: itself }, /metadata must not nest deeper than 30 levels/],
  'deep metadata': [{ metadata: { deep } }, /metadata must not nest deeper than 30 levels/],
  'an unknown key': [{ lable: 'production' }, /lable.*label/],
};

test.each(Object.entries(mistakes))('publishPrompt refuses %s', async (_, [given, said]) => {
  await expect(publishPrompt(knex, { ...good, ...given } as Publication)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    provider: 'db',
    retryable: false,
    message: expect.stringMatching(said),
  });
  expect(queries).toBe(0);
});

test.each([
  ['', /content is empty/],
  ['\0', /content must be valid Unicode without NUL/],
  ['half \ud83d', /content must be valid Unicode without NUL/],
])('publishPrompt refuses the text %j', async (content, said) => {
  await expect(publishPrompt(knex, { ...good, content })).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringMatching(said),
  });
  expect(queries).toBe(0);
});

test('publishPrompt names every mistake at once', async () => {
  const given = { name: '', content: 1, label: 'latest', expectedVersion: -1, author: '\0', colour: 'red' };
  const error = await publishPrompt(knex, given as unknown as Publication).catch((thrown: unknown) => thrown);
  expect(PromptError.isInstance(error) && error.issues?.map(({ path }) => path).sort()).toEqual(
    ['', 'author', 'content', 'expectedVersion', 'label', 'name'].sort(),
  );
  expect(error).toMatchObject({ message: expect.stringMatching(/publishPrompt:.*colour/) });
});

describe.each<[string, (given: object) => Promise<unknown>]>([
  ['setLabel', (given) => setLabel(knex, { name: 'a', label: 'b', version: 1, ...given })],
  ['rollback', (given) => rollback(knex, { name: 'a', label: 'b', ...given })],
  ['deprecatePrompt', (given) => deprecatePrompt(knex, { name: 'a', ...given })],
])('%s', (called, call) => {
  const wrong: [object, RegExp][] = [
    [{ name: '' }, /name is empty/],
    [{ author: 'a'.repeat(256) }, /author/],
    [{ message: '\0' }, /message must be valid Unicode/],
    [{ mesage: 'typo' }, /mesage/],
  ];
  if (called !== 'deprecatePrompt') wrong.push([{ label: 'latest' }, /label 'latest' stands/]);
  if (called === 'setLabel') wrong.push([{ version: 0 }, /version/], [{ version: '1' }, /version/]);

  test.each(wrong)('refuses %o', async (given, said) => {
    await expect(call(given)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(said),
    });
    await expect(call(given)).rejects.toThrow(`${called}: `);
    expect(queries).toBe(0);
  });
});
