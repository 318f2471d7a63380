import { expect, it } from 'vitest';
import { Glob } from './glob.ts';

function matches(pattern: string, path: string): boolean {
  const glob = new Glob(pattern);
  return glob.isMatch(path.split('/').reduce((state, name) => glob.next(state, name), glob.start));
}

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
  expect(matching.filter((path) => !matches(pattern, path))).toEqual([]);
  expect(others.filter((path) => matches(pattern, path))).toEqual([]);
});

it('is fast for a pattern with many stars', () => {
  const startedAt = performance.now();
  expect(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(4000))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

it('rejects braces that stand for too many patterns', () => {
  expect(() => new Glob('{a,b}'.repeat(20))).toThrow('use fewer braces');
});
