import { describe, expect, it } from 'vitest';
import { ListedVersions } from './listed-versions.ts';

const url = new URL('https://prompts.example/a.md');
const listing = (version?: string) => [
  { name: 'a', config: { url: url.href }, ...(version !== undefined && { version }) },
];

describe('the version in an index', () => {
  it('applies to the first text that is loaded with it', () => {
    const versions = new ListedVersions();
    expect(versions.find(url, 'one')).toEqual({});
    versions.record(listing('1'));
    expect(versions.find(url, 'one')).toEqual({ version: '1' });
    expect(versions.find(url, 'two')).toEqual({});
    versions.record(listing('1'));
    expect(versions.find(url, 'two')).toEqual({});
    expect(versions.find(url, 'one')).toEqual({ version: '1' });
  });

  it('changes with the index, and is removed with it', () => {
    const versions = new ListedVersions();
    versions.record(listing('1'));
    versions.find(url, 'one');
    versions.record(listing('2'));
    expect(versions.find(url, 'two')).toEqual({ version: '2' });
    versions.record(listing());
    expect(versions.find(url, 'two')).toEqual({});
  });
});
