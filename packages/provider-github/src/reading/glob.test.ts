import { describe, expect, it } from 'vitest';
import { parseGlob } from './glob.ts';

const files = [
  'a.md',
  'x/a.md',
  'x/b.txt',
  'x/y/c.md',
  'x/.hidden.md',
  'x/.git/d.md',
  'xy/e.md',
  'X/f.md',
  'x (1)/[g].md',
];

describe('a glob', () => {
  it.each([
    ['x', 'x', ['x/a.md', 'x/b.txt', 'x/y/c.md']],
    ['x/', 'x', ['x/a.md', 'x/b.txt', 'x/y/c.md']],
    ['x (1)', 'x (1)', ['x (1)/[g].md']],
    ['x (1)/*', 'x (1)', ['x (1)/[g].md']],
    ['x/*.md', 'x', ['x/a.md']],
    ['x/**/*.md', 'x', ['x/a.md', 'x/y/c.md']],
    ['x/.*', 'x', ['x/.hidden.md']],
    ['x/*.{md,txt}', 'x', ['x/a.md', 'x/b.txt']],
    ['*.md', '', ['a.md']],
    ['**/*.md', '', ['a.md', 'x/a.md', 'x/y/c.md', 'xy/e.md', 'X/f.md', 'x (1)/[g].md']],
    ['x/?.md', 'x', ['x/a.md']],
  ])('matches the documented files: %s', (path, folder, expected) => {
    const glob = parseGlob(path);
    expect(glob.folder).toBe(folder);
    // `filter` passes further arguments, which must not matter.
    expect(files.filter(glob.matches)).toEqual(expected);
  });

  it.each(['*-*-*.md', `${'*-'.repeat(20)}.md`, '**/*a*a*a*b'])(
    'needs no exponential time for a hostile name: %s',
    (path) => {
      const { matches } = parseGlob(path);
      for (const hostile of ['-', 'a', 'a/']) expect(matches(hostile.repeat(4000))).toBe(false);
    },
  );
});
