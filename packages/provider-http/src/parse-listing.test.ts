import { describe, expect, it, vi } from 'vitest';
import { parseListing } from './parse-listing.ts';

const index = new URL('https://prompts.example/team/index.json');
const config = { index: index.href, token: 'the-token', select: '/text' };

function parse(body: unknown, base = index) {
  return parseListing(typeof body === 'string' ? body : JSON.stringify(body), { index, base, config });
}

describe('an index', () => {
  it('names its members by their file names, and resolves URLs against its own', () => {
    const listing = parse([
      'review.md',
      './sub/b.c.txt',
      '/root.md',
      'https://prompts.example/x?id=1',
      'a%20b.md',
      '.env',
    ]);
    expect(listing.map(({ name, config: { url } }) => [name, url])).toEqual([
      ['review', 'https://prompts.example/team/review.md'],
      ['b.c', 'https://prompts.example/team/sub/b.c.txt'],
      ['root', 'https://prompts.example/root.md'],
      ['x', 'https://prompts.example/x?id=1'],
      ['a b', 'https://prompts.example/team/a%20b.md'],
      ['.env', 'https://prompts.example/team/.env'],
    ]);
  });

  it('can contain names, versions and unknown keys', () => {
    expect(parse([{ url: 'a.md', name: 'Review', version: 7, title: 'unknown' }])).toEqual([
      {
        name: 'Review',
        extension: '.md',
        version: '7',
        config: { url: 'https://prompts.example/team/a.md', token: 'the-token', select: '/text' },
      },
    ]);
  });

  it('resolves URLs against the URL after a redirect', () => {
    const [member] = parse(['a.md'], new URL('https://prompts.example/v2/index.json'));
    expect(member?.config.url).toBe('https://prompts.example/v2/a.md');
  });

  it('may be empty', () => {
    expect(parse([])).toEqual([]);
  });

  it.each([
    'https://elsewhere.example/a.md',
    '//elsewhere.example/a.md',
    'http://prompts.example/a.md',
    'https://prompts.example:8443/a.md',
    'https://ada:secret@prompts.example/a.md',
    'file:///etc/passwd',
    'https://',
  ])('must not list a URL on another origin: %s', (url) => {
    expect(() => parse(['a.md', url])).toThrow(
      expect.objectContaining({
        code: 'CONTENT_INVALID',
        message:
          'the index must list only URLs on https://prompts.example, without credentials in them: correct the item at index 1',
      }),
    );
  });

  it('must not redirect to another origin', () => {
    expect(() => parse(['a.md'], new URL('https://elsewhere.example/index.json'))).toThrow(/must list only URLs on/);
  });

  it.each([
    ['not JSON', 'is not JSON'],
    [{ prompts: [] }, 'must be a list of URLs'],
    [['a.md', 7], 'item at index 1 is neither'],
    [[{ name: 'a' }], 'item at index 0 is neither'],
    [[''], 'item at index 0 is neither'],
  ])('is refused if it is not a list of URLs: %j', (body, fault) => {
    expect(() => parse(body)).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: expect.stringContaining(fault) }),
    );
  });

  it('is rejected at the first invalid item, without reading later ones', () => {
    const items = [1, 'a.md'];
    Object.defineProperty(items, 1, { get: () => expect.unreachable('the second item was read') });
    vi.spyOn(JSON, 'parse').mockReturnValueOnce(items);
    expect(() => parse('[…]')).toThrow('item at index 0 is neither');
  });

  it.each([',', '[', '{'])('is rejected without being parsed if it may have too many values: %s', (mark) => {
    const parseJson = vi.spyOn(JSON, 'parse');
    expect(() => parse(mark.repeat(200_001))).toThrow(
      expect.objectContaining({
        code: 'CONTENT_INVALID',
        message: 'the index may have more than 200000 JSON values: split it',
      }),
    );
    expect(parseJson).not.toHaveBeenCalled();
    parseJson.mockRestore();
  });

  it('is rejected without reading its items if there are too many', () => {
    const body = JSON.stringify(['https://elsewhere.example/a.md', 'b.md', 'c.md']);
    expect(() => parseListing(body, { index, base: index, config, maxMembers: 2 })).toThrow(
      expect.objectContaining({
        code: 'CONTENT_INVALID',
        message: 'the index has 3 items: split it, or raise cache.maxMembers (2)',
      }),
    );
  });
});
