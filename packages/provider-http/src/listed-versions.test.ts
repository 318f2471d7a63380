import type { PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { ListedVersions } from './listed-versions.ts';

const text = { url: 'https://prompts.example/a.md' };
const listing = (version?: string, template?: PromptTemplate) => [{ name: 'a', config: text, version, template }];

describe('the version in an index', () => {
  it('applies to the first text that is loaded with it', () => {
    const versions = new ListedVersions();
    expect(versions.find(text, 'one')).toEqual({});
    versions.record(listing('1'));
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
    expect(versions.find(text, 'two')).toEqual({});
    versions.record(listing('1'), listing('1'));
    expect(versions.find(text, 'two')).toEqual({});
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
  });

  it('applies to no text that was read under the version before', () => {
    const versions = new ListedVersions();
    versions.record(listing('1'));
    versions.find(text, 'one');
    versions.record(listing('2'), listing('1'));
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
    versions.record(listing('3'), listing('2'));
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
    expect(versions.find(text, 'three')).toEqual({ version: '3' });
    expect(versions.find(text, 'one')).toEqual({});
  });

  it('applies to a text that was deployed, and even read, before the index', () => {
    const versions = new ListedVersions();
    versions.record(listing('1'));
    versions.find(text, 'one');
    versions.find(text, 'two');
    versions.record(listing('2'), listing('1'));
    expect(versions.find(text, 'two')).toEqual({ version: '2' });
  });

  it('applies to no text that was read under the version before, in an earlier process', () => {
    const versions = new ListedVersions();
    versions.record(listing('2'), listing('1', { content: 'one', version: '1' }));
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
    expect(versions.find(text, 'two')).toEqual({ version: '2' });
  });

  it('applies to the known text if there was no version before', () => {
    const versions = new ListedVersions();
    versions.record(listing('1'), listing(undefined, { content: 'one' }));
    expect(versions.find(text, 'one')).toEqual({ version: '1' });
  });

  it('changes with the index, and is removed with it', () => {
    const versions = new ListedVersions();
    versions.record(listing('1'));
    versions.find(text, 'one');
    versions.record(listing('2'), listing('1'));
    expect(versions.find(text, 'two')).toEqual({ version: '2' });
    versions.record(listing(), listing('2'));
    expect(versions.find(text, 'two')).toEqual({});
    versions.record(listing('3'), listing());
    versions.record([], listing('3'));
    expect(versions.find(text, 'two')).toEqual({});
  });

  it('belongs to one selection of a JSON response', () => {
    const versions = new ListedVersions();
    versions.record([
      { name: 'a', config: { ...text, select: '/a' }, version: '1' },
      { name: 'b', config: { ...text, select: '/b' }, version: '1' },
    ]);
    expect(versions.find({ ...text, select: '/a' }, 'A')).toEqual({ version: '1' });
    expect(versions.find({ ...text, select: '/b' }, 'B')).toEqual({ version: '1' });
  });
});
