import { describe, expect, it } from 'vitest';
import { parseListing } from './parse-listing.ts';

const index = new URL('https://prompts.example/team/index.json');
const config = { index: index.href, token: 'the-token', select: '/text' };

function read(body: unknown, base = index) {
  return parseListing(typeof body === 'string' ? body : JSON.stringify(body), { index, base, config });
}

describe('an index', () => {
  it('names its members by their file names, relative to itself', () => {
    const listing = read([
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

  it('may name them itself, with versions, and with keys that mean nothing here', () => {
    expect(read([{ url: 'a.md', name: 'Review', version: 7, title: 'unknown' }])).toEqual([
      {
        name: 'Review',
        version: '7',
        config: { url: 'https://prompts.example/team/a.md', token: 'the-token', select: '/text' },
      },
    ]);
  });

  it('is relative to where it was found after a redirect', () => {
    const [member] = read(['a.md'], new URL('https://prompts.example/v2/index.json'));
    expect(member?.config.url).toBe('https://prompts.example/v2/a.md');
  });

  it('may be empty', () => {
    expect(read([])).toEqual([]);
  });

  it.each([
    'https://elsewhere.example/a.md',
    '//elsewhere.example/a.md',
    'http://prompts.example/a.md',
    'https://prompts.example:8443/a.md',
    'https://ada:secret@prompts.example/a.md',
    'file:///etc/passwd',
    'https://',
  ])('sends the credentials of its collection nowhere else: %s', (url) => {
    expect(() => read(['a.md', url])).toThrow(
      expect.objectContaining({
        code: 'CONTENT_INVALID',
        message: 'the index must stay on https://prompts.example, where its credentials belong: item 1 does not',
      }),
    );
  });

  it('that redirects to another origin gives no members there', () => {
    expect(() => read(['a.md'], new URL('https://elsewhere.example/index.json'))).toThrow(/must stay on/);
  });

  it.each([
    ['no JSON', 'is no JSON'],
    [{ prompts: [] }, 'must be a list of URLs'],
    [['a.md', 7], 'item 1 is neither'],
    [[{ name: 'a' }], 'item 0 is neither'],
    [[''], 'item 0 is neither'],
  ])('is refused when it is something else: %j', (body, fault) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: expect.stringContaining(fault) }),
    );
  });
});
