import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import { splitFrontMatter } from './front-matter.ts';

it.each([
  ['a block', '---\ntitle: A\n---\nText', 'Text'],
  ['a block with CRLF, which the text keeps', '---\r\ntitle: A\r\n---\r\nOne\r\nTwo', 'One\r\nTwo'],
  ['a block with spaces after its dashes', '--- \ntitle: A\n---\t\nText', 'Text'],
  ['a block at the very end', '---\ntitle: A\n---', ''],
  ['a block at the end with a newline', '---\ntitle: A\n---\n', ''],
  ['the first block only', '---\ntitle: A\n---\n---\nb: 1\n---\n', '---\nb: 1\n---\n'],
])('separates %s', async (_, text, content) => {
  expect(await splitFrontMatter(text)).toEqual({ content, metadata: { title: 'A' } });
});

it.each([
  ['without a block', 'Text'],
  ['with an unclosed block', '---\ntitle: A\nText'],
  ['with an unclosed block that contains dashes', '---\ntitle: A\n ---\n----\n--- x\n'],
  ['with a rule further down', 'Text\n---\ntitle: A\n---\n'],
  ['with a rule after an empty line', '\n---\ntitle: A\n---\n'],
  ['with four dashes', '----\ntitle: A\n----\n'],
  ['of dashes only', '---'],
  ['whose block is empty', '---\n---\nText'],
  ['whose block is a heading', '---\n# Rules\n---\nText'],
  ['whose block is a list', '---\n- be polite\n---\nText'],
  ['whose block is a sentence', '---\nHello there\n---\nText'],
  ['without characters', ''],
])('leaves a text %s unchanged', async (_, text) => {
  expect(await splitFrontMatter(text)).toEqual({ content: text, metadata: {} });
});

it('parses YAML 1.2: `no` is a string, the last of two equal keys counts, and __proto__ is an ordinary key', async () => {
  const { metadata } = await splitFrontMatter('---\nno: no\na: 1\na: 2\n__proto__: { polluted: true }\n---\n');
  expect(Object.entries(metadata)).toEqual([
    ['no', 'no'],
    ['a', 2],
    ['__proto__', { polluted: true }],
  ]);
  expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
});

it('parses a block below 32 KiB, and rejects a larger one', async () => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `key${index}: 1\n`).join('');
  expect(Object.keys((await splitFrontMatter(`---\n${keys(2700)}---\n`)).metadata)).toHaveLength(2700);
  await expect(splitFrontMatter(`---\n${keys(3500)}---\nText`)).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('32 KiB'),
  });
});

describe('rejects', () => {
  it.each([
    ['an alias', 'a: &x 1\nb: *x', 'aliases'],
    ['broken YAML', 'a: 1\nb: [', 'line'],
    ['broken YAML, saying how to make it text', 'a: 1\nb: [', 'set frontMatter: false'],
    ['broken YAML, in the line where it is broken', 'a: 1\nb: 2\nc: "x"y\nd: 3', 'on line 4'],
    ['extreme nesting', `a: ${'['.repeat(16_000)}`, 'YAML'],
  ])('%s', async (_, block, message) => {
    await expect(splitFrontMatter(`---\n${block}\n---\nText`)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('real alias bombs', async (context) => {
    const folder = sharedData('security/yaml-bombs');
    if (folder === undefined) return context.skip(noSharedData);
    const bombs = readdirSync(folder).filter((name) => name.endsWith('.yml'));
    expect(bombs).toHaveLength(4);
    for (const bomb of bombs) {
      const text = `---\n${readFileSync(join(folder, bomb), 'utf8')}\n---\nText`;
      await expect(splitFrontMatter(text), bomb).rejects.toThrow('aliases');
    }
  });
});
