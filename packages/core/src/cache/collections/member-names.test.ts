import { describe, expect, it } from 'vitest';
import type { ListedPrompt, PromptProvider } from '../../provider/provider.ts';
import { createAddress } from '../../provider/source-address.ts';
import { nameMembers, toMemberName } from './member-names.ts';

const provider: PromptProvider = { name: 'p', load: () => Promise.reject(new Error('not called')) };

/** Names a listing. @returns The id of each member by name, and the ambiguous names. */
async function name(items: readonly Omit<ListedPrompt, 'config'>[] | readonly ListedPrompt[], taken: string[] = []) {
  const listed = items.map((given, index) => {
    const item: ListedPrompt = { config: { id: index }, ...given };
    return { item, address: createAddress('p', provider, item.config) };
  });
  const { members, ambiguous } = await nameMembers(listed, 'c/', (each) => taken.includes(each));
  const ids = Array.from(members, ([key, { item }]) => [key, (item.config as { id: unknown }).id]);
  return { ids: Object.fromEntries(ids), ambiguous: Object.fromEntries(ambiguous) };
}

const file = (base: string, extension: string, id = base + extension): ListedPrompt => ({
  name: base,
  extension,
  config: { id },
});

describe('the names of members', () => {
  it.each([
    ['Code Review', 'Code-Review'],
    ['  a \t b\n', 'a-b'],
    ['a/b.c_d-e', 'a/b.c_d-e'],
    ['what?! {no}', 'what-no'],
    ['Cafe\u0301', 'Café'],
    ['हिन्दी', 'हिन्दी'],
    ['ไทย', 'ไทย'],
    ['???', ''],
  ])('are safe: %j is %j', (listed, expected) => {
    expect(toMemberName(listed)).toBe(expected);
  });

  it('are the listed names if all of these differ', async () => {
    const { ids, ambiguous } = await name([file('review', '.md'), file('style', '.md')]);
    expect(ids).toEqual({ 'c/review': 'review.md', 'c/style': 'style.md' });
    expect(ambiguous).toEqual({});
  });

  it.each([1, 2])('are the hashes of their sources if nothing is left of %d names', async (count) => {
    const { ids, ambiguous } = await name(['???', '🎉'].slice(0, count).map((title) => ({ name: title })));
    expect(Object.values(ids)).toEqual([0, 1].slice(0, count));
    for (const member of Object.keys(ids)) expect(member).toMatch(/^c\/[0-9a-f]{8}$/);
    expect(ambiguous).toEqual({});
  });

  it('end in the extension if items have the same listed name and different extensions', async () => {
    const { ids, ambiguous } = await name([file('review', '.md'), file('review', '.txt')]);
    expect(ids).toEqual({ 'c/review.md': 'review.md', 'c/review.txt': 'review.txt' });
    expect(ambiguous).toEqual({ 'c/review': ['c/review.md', 'c/review.txt'] });
  });

  it.each<[string, ListedPrompt[]]>([
    ['two extensions are equal', [file('a', '.md', '1'), file('a', '.md', '2')]],
    ['one has no extension', [file('a', '.md', '1'), { name: 'a', config: { id: '2' } }]],
    ['an extension is unsafe', [file('a', '.md', '1'), file('a', './x', '2')]],
    [
      'another item has the name with the extension',
      [file('a', '.md', '1'), file('a', '.txt', '2'), file('a.md', '', '3')],
    ],
  ])('of alike items carry the hash of their source if %s', async (_, items) => {
    const { ids, ambiguous } = await name(items);
    const hashed = expect.stringMatching(/^c\/a-[0-9a-f]{8}$/);
    expect(Object.keys(ids).slice(0, 2)).toEqual([hashed, hashed]);
    expect(new Set(Object.values(ids)).size).toBe(items.length);
    expect(ambiguous).toEqual({ 'c/a': Object.keys(ids).slice(0, 2) });
  });

  it('have longer hashes if the first 8 digits are equal, or another entry has the name', async () => {
    const { ids } = await name([file('a', '', '89813'), file('a', '', '192187'), file('a', '', '1')]);
    const [short = ''] = Object.keys(ids).filter((key) => ids[key] === '1');
    expect(short).toMatch(/^c\/a-[0-9a-f]{8}$/);
    expect(ids).toEqual({ 'c/a-a7e22e921': '89813', 'c/a-a7e22e924': '192187', [short]: '1' });
    const taken = await name([file('a', '', '2'), file('a', '', '1')], [short]);
    expect(Object.keys(taken.ids).filter((key) => key.startsWith(short))).toEqual([
      expect.stringMatching(/-[0-9a-f]{9}$/),
    ]);
  });

  it('do not depend on the order of the listing', async () => {
    const items = [
      file('a', '.md', '1'),
      file('a', '.txt', '2'),
      file('b', '.md', '3'),
      file('b', '.md', '4'),
      file('b', '.md', '5'),
      file('c', '.md', '6'),
    ];
    const { ids } = await name(items);
    expect(Object.keys(ids)).toHaveLength(6);
    for (let turn = 1; turn < items.length; turn += 1) {
      expect((await name([...items.slice(turn), ...items.slice(0, turn)])).ids).toEqual(ids);
    }
    expect((await name(items.toReversed())).ids).toEqual(ids);
  });

  it('do not depend on the credentials', async () => {
    const listing = (token: string) => [1, 2].map((id) => ({ name: 'a', config: { id, token } }));
    expect((await name(listing('one'))).ids).toEqual((await name(listing('other'))).ids);
  });

  it('exist once for items with the same name and source', async () => {
    const { ids, ambiguous } = await name([file('a', '.md', '1'), file('a', '.md', '1')]);
    expect(ids).toEqual({ 'c/a': '1' });
    expect(ambiguous).toEqual({});
  });

  it('are both used if one source is listed under two names', async () => {
    expect((await name([file('a', '.md', '1'), file('b', '.md', '1')])).ids).toEqual({ 'c/a': '1', 'c/b': '1' });
  });

  it('do not include a name that belongs to another entry', async () => {
    expect((await name([file('a', '.md'), file('b', '.md')], ['c/a'])).ids).toEqual({ 'c/b': 'b.md' });
  });
});
