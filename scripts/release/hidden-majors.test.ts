import { describe, expect, it } from 'vitest';
import { findHiddenMajors } from './hidden-majors.ts';
import type { Manifest, Release } from './release-copy.ts';

const provider = (version: string, core: string): Manifest => ({
  name: '@prompts/provider-acme',
  version,
  peerDependencies: { '@prompts/core': core, pg: '^8.0.0' },
});
const release = (before: Manifest, after: Manifest) => new Map<string, Release>([[after.name, { before, after }]]);

describe('findHiddenMajors', () => {
  it('finds a patch that requires another major version of core', () => {
    const hidden = release(provider('1.4.3', 'workspace:^1.2.0'), provider('1.4.4', 'workspace:^2.0.0'));
    expect(findHiddenMajors(hidden)).toEqual(["'@prompts/provider-acme': major"]);
  });

  it.each([
    ['a major version', provider('2.0.0', 'workspace:^2.0.0')],
    ['a minor version that requires a newer minor of core', provider('1.5.0', 'workspace:^1.3.0')],
  ])('accepts %s', (_, after) => {
    expect(findHiddenMajors(release(provider('1.4.3', 'workspace:^1.2.0'), after))).toEqual([]);
  });
});
