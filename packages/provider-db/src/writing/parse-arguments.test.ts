import { PromptError } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { deprecatePrompt } from './deprecate.ts';
import { rollback, setLabel } from './labels.ts';
import { type Publication, publishPrompt } from './publish.ts';

const knex = openDatabase('sqlite::memory:');
let queries = 0;
knex.on('query', () => {
  queries += 1;
});
afterAll(() => knex.destroy());

const validPublication = { name: 'review', content: 'You review.' };
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
let deep: unknown = 'bottom';
for (let level = 0; level < 40; level += 1) deep = { deep };

/** Invalid properties, each with the expected message. */
const mistakes: Record<string, [properties: object, message: RegExp]> = {
  'no name': [{ name: undefined }, /name .*string/],
  'an empty name': [{ name: '' }, /name is empty/],
  'a name that is not a string': [{ name: 5 }, /name .*string/],
  'a long name': [{ name: 'a'.repeat(256) }, /name must have at most 255 characters/],
  'a name after a space': [{ name: ' review' }, /name must not start or end with a space/],
  'a name before a no-break space': [{ name: 'review\u00a0' }, /name must not start or end with a space/],
  'a name of several lines': [{ name: 're\nview' }, /name must not contain control characters/],
  'a name with a control character': [{ name: 're\u009fview' }, /name must not contain control characters/],
  'a name with NUL': [{ name: 're\0view' }, /name must be valid Unicode without NUL/],
  'a name with a lone surrogate': [{ name: 're\ud83dview' }, /name must be valid Unicode without NUL/],
  'content that is not a string': [{ content: Buffer.from('x') }, /content .*string/],
  'the label latest': [{ label: 'latest' }, /label 'latest' is reserved: it always refers to the newest version/],
  'an empty label': [{ label: '' }, /label is empty/],
  'a label before a space': [{ label: 'production ' }, /label must not start or end with a space/],
  'a negative version': [{ expectedVersion: -1 }, /expectedVersion/],
  'a fractional version': [{ expectedVersion: 1.5 }, /expectedVersion/],
  'a long author': [{ author: 'a'.repeat(256) }, /author .*255/],
  'an author with NUL': [{ author: 'A\0' }, /author must be valid Unicode without NUL/],
  'a message with a lone surrogate': [{ message: '\udc00' }, /message must be valid Unicode without NUL/],
  'metadata that is an array': [{ metadata: [] }, /metadata .*record/],
  'metadata that is null': [{ metadata: null }, /metadata .*record/],
  'a function in metadata': [{ metadata: { say() {} } }, /metadata\.say /],
  'a date in metadata': [{ metadata: { list: [new Date(0)] } }, /metadata\.list/],
  'undefined in metadata': [{ metadata: { nothing: undefined } }, /metadata\.nothing /],
  'a bigint in metadata': [{ metadata: { many: 1n } }, /metadata\.many /],
  'NaN in metadata': [{ metadata: { none: Number.NaN } }, /metadata\.none /],
  'a lone surrogate in metadata': [{ metadata: { a: ['\ud83d'] } }, /metadata .*must be valid Unicode without NUL/],
  'NUL in a key of metadata': [{ metadata: { 'a\0': 1 } }, /metadata .*must be valid Unicode without NUL/],
  'cyclic metadata': [{ metadata: cyclic }, /metadata must not be nested deeper than 30 levels/],
  'deep metadata': [{ metadata: { deep } }, /metadata must not be nested deeper than 30 levels/],
  'an unknown key': [{ lable: 'production' }, /lable.*label/],
};

test.each(Object.entries(mistakes))('publishPrompt rejects %s', async (_, [properties, message]) => {
  await expect(publishPrompt(knex, { ...validPublication, ...properties } as Publication)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    provider: 'db',
    retryable: false,
    message: expect.stringMatching(message),
  });
  expect(queries).toBe(0);
});

test.each([
  ['', /content is empty/],
  ['\0', /content must be valid Unicode without NUL/],
  ['lone surrogate \ud83d', /content must be valid Unicode without NUL/],
])('publishPrompt rejects the content %j', async (content, message) => {
  await expect(publishPrompt(knex, { ...validPublication, content })).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringMatching(message),
  });
  expect(queries).toBe(0);
});

test('publishPrompt reports all mistakes in one error', async () => {
  const publication = { name: '', content: 1, label: 'latest', expectedVersion: -1, author: '\0', colour: 'red' };
  const error = await publishPrompt(knex, publication as unknown as Publication).catch((thrown: unknown) => thrown);
  expect(PromptError.isInstance(error) && error.issues?.map(({ path }) => path).sort()).toEqual(
    ['', 'author', 'content', 'expectedVersion', 'label', 'name'].sort(),
  );
  expect(error).toMatchObject({ message: expect.stringMatching(/publishPrompt:.*colour/) });
});

describe.each<[string, (properties: object) => Promise<unknown>]>([
  ['setLabel', (properties) => setLabel(knex, { name: 'a', label: 'b', version: 1, ...properties })],
  ['rollback', (properties) => rollback(knex, { name: 'a', label: 'b', ...properties })],
  ['deprecatePrompt', (properties) => deprecatePrompt(knex, { name: 'a', ...properties })],
])('%s', (functionName, call) => {
  const invalidProperties: [object, RegExp][] = [
    [{ name: '' }, /name is empty/],
    [{ author: 'a'.repeat(256) }, /author/],
    [{ message: '\0' }, /message must be valid Unicode/],
    [{ mesage: 'typo' }, /mesage/],
  ];
  if (functionName !== 'deprecatePrompt') invalidProperties.push([{ label: 'latest' }, /label 'latest' is reserved/]);
  if (functionName === 'setLabel') invalidProperties.push([{ version: 0 }, /version/], [{ version: '1' }, /version/]);

  test.each(invalidProperties)('rejects %o', async (properties, message) => {
    await expect(call(properties)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message),
    });
    await expect(call(properties)).rejects.toThrow(`${functionName}: `);
    expect(queries).toBe(0);
  });
});
