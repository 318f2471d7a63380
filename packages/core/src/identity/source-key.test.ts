import { expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { sourceIdentity } from './source-key.ts';

it.each<[string, unknown, unknown]>([
  ['the order of keys', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }],
  ['undefined', { a: 1, b: undefined }, { a: 1 }],
  ['a prototype that is none', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ['a URL and its text', { url: new URL('https://a.example/') }, { url: 'https://a.example/' }],
])('is the same whatever %s', (_, one, other) => {
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

class Credential {
  readonly #secret: string;
  constructor(secret: string) {
    this.#secret = secret;
  }
  toJSON() {
    return '[secret]';
  }
  reveal() {
    return this.#secret;
  }
}

it.each<[string, unknown, unknown]>([
  ['a number and its text', 1, '1'],
  ['a number and a bigint', 1, 1n],
  ['numbers without JSON', Number.NaN, null],
  ['infinities', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ['lists of another order', [1, 2], [2, 1]],
  ['a list and an object', ['a'], { 0: 'a' }],
  ['nesting', { a: { b: 1 } }, { 'a.b': 1 }],
  ['functions of the same text', () => 'x', () => 'x'],
  ['objects that hide what they hold', new Credential('a'), new Credential('b')],
  ['maps', new Map([['a', 1]]), new Map([['a', 2]])],
  ['an own __proto__', JSON.parse('{"__proto__": {"a": 1}}'), {}],
])('tells apart %s', (_, one, other) => {
  expect(canonicalJson({ it: one })).not.toBe(canonicalJson({ it: other }));
});

it('knows a function or a live object again', () => {
  for (const value of [() => 'x', new Credential('a'), new Map()]) {
    expect(canonicalJson({ it: value })).toBe(canonicalJson({ it: value }));
  }
});

it('refuses what contains itself', () => {
  const list: unknown[] = [];
  list.push(list);
  expect(() => canonicalJson(list)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

it('never lets two credentials share a key or a call', async () => {
  const asked = async () => 'x';
  const configs = [
    { id: 'a' },
    { id: 'a', token: 'one' },
    { id: 'a', token: 'two' },
    { id: 'a', token: asked },
    { id: 'a', token: async () => 'x' },
    { id: 'a', auth: { token: 'one' } },
    { id: 'a', headers: { 'x-key': 'one' } },
    { id: 'a', baseUrl: 'https://other.example' },
  ];
  const identities = await Promise.all(configs.map((config) => sourceIdentity('test', config)));
  expect(new Set(identities.map(({ key }) => key)).size).toBe(configs.length);
  expect(new Set(identities.map(({ group }) => group)).size).toBe(configs.length);
  for (const { key, group } of identities) expect(key + group).toMatch(/^[0-9a-f]{128}$/);
});

it('lets two texts of the same credentials share a call, not a key, and two providers neither', async () => {
  const [one, other, elsewhere] = await Promise.all([
    sourceIdentity('test', { id: 'a', token: 'one' }),
    sourceIdentity('test', { id: 'b', token: 'one' }),
    sourceIdentity('other', { id: 'a', token: 'one' }),
  ]);
  expect(one.key).not.toBe(other.key);
  expect(one.group).toBe(other.group);
  expect(elsewhere.key).not.toBe(one.key);
  expect(elsewhere.group).not.toBe(one.group);
});

it('can be spelled by no config: what stands for a function is no plain value', () => {
  const asked = () => 'x';
  canonicalJson(asked);
  const spelled = [
    ...Array.from({ length: 50 }, (_, number) => ({ identity: number })),
    ...Array.from({ length: 50 }, (_, number) => number),
    ...Array.from({ length: 50 }, (_, number) => ['live', number]),
    ['number', 'NaN'],
    ['bigint', '7'],
    'NaN',
    '7',
    null,
  ].map((config) => canonicalJson(config));
  for (const live of [asked, Number.NaN, 7n]) expect(spelled).not.toContain(canonicalJson(live));
});
