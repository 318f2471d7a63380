import { expect, it } from 'vitest';
import { Glob } from './glob.ts';

it.each([
  ['*.md', ['a.md', '*.md', 'ü.md'], ['a.txt', '.a.md', 'b/a.md', 'a.mdx']],
  ['**/*.md', ['a.md', 'b/a.md', 'c/b/a.md'], ['.git/a.md', 'b/.a.md', 'a.txt']],
  ['**', ['a', 'a/b/c'], ['.a', 'a/.b']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a/b/b'], ['a', 'b', 'a/b/c']],
  ['**/**/a', ['a', 'b/a'], ['a/b']],
  ['?.md', ['a.md', '👩.md'], ['ab.md', '.md']],
  ['{a,b/c}.{md,txt}', ['a.md', 'a.txt', 'b/c.md'], ['b.md', 'a.', '{a,b/c}.md']],
  ['{a,{b,c}}', ['a', 'b', 'c'], ['{a', 'b}']],
  ['[a-c!]x', ['ax', 'cx', '!x'], ['dx', '-x', 'x']],
  ['[!a-c]x', ['dx', '!x'], ['ax', 'x']],
  ['[a', ['[a'], ['a']],
  ['.hidden/*', ['.hidden/a'], ['.hidden/.a']],
  ['a*b*c', ['abc', 'axbxc', 'abcbc'], ['ab', 'acb', 'abcd']],
])('%s', (pattern, matching, others) => {
  const glob = new Glob(pattern);
  expect(matching.filter((path) => !glob.matches(path))).toEqual([]);
  expect(others.filter((path) => glob.matches(path))).toEqual([]);
});

it('matches a pattern with many stars in polynomial time', () => {
  expect(new Glob(`${'*a'.repeat(100)}b`).matches('a'.repeat(4000))).toBe(false);
  expect(new Glob(`${'**/a/'.repeat(30)}b`).matches('a/'.repeat(2000))).toBe(false);
});

it('rejects braces that expand to too many patterns', () => {
  expect(() => new Glob('{a,b}'.repeat(20))).toThrow('use fewer braces');
});
