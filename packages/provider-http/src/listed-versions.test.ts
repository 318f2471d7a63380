import { describe, expect, it } from 'vitest';
import { ListedVersions } from './listed-versions.ts';

const url = new URL('https://prompts.example/a.md');
const listing = (version?: string) => [
  { name: 'a', config: { url: url.href }, ...(version !== undefined && { version }) },
];

describe('the version that an index gives', () => {
  it('stands for one text: that which came first', () => {
    const versions = new ListedVersions();
    expect(versions.of(url, 'one')).toEqual({});
    versions.keep(listing('1'));
    expect(versions.of(url, 'one')).toEqual({ version: '1' });
    expect(versions.of(url, 'two')).toEqual({});
    versions.keep(listing('1'));
    expect(versions.of(url, 'two')).toEqual({});
    expect(versions.of(url, 'one')).toEqual({ version: '1' });
  });

  it('moves on with the index, and goes with it', () => {
    const versions = new ListedVersions();
    versions.keep(listing('1'));
    versions.of(url, 'one');
    versions.keep(listing('2'));
    expect(versions.of(url, 'two')).toEqual({ version: '2' });
    versions.keep(listing());
    expect(versions.of(url, 'two')).toEqual({});
  });
});
