import { expect, it } from 'vitest';
import { createAddress } from '../provider/source-address.ts';
import { canonicalJson } from './canonical.ts';

it.each<[string, unknown, unknown]>([
  ['keys in another order', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }],
  ['an undefined property', { a: 1, b: undefined }, { a: 1 }],
  ['no prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ['a URL object instead of its text', { url: new URL('https://a.example/') }, { url: 'https://a.example/' }],
])('serializes equal values to the same text: %s', (_, one, other) => {
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

const provider = { name: 'test', load: () => Promise.reject(new Error('not called')) };
const identify = (name: string, config: unknown) => createAddress(name, provider, config);

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
  ['a number and a string of its digits', 1, '1'],
  ['a number and a bigint', 1, 1n],
  ['NaN and null', Number.NaN, null],
  ['the two infinities', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ['lists in another order', [1, 2], [2, 1]],
  ['a list and an object', ['a'], { 0: 'a' }],
  ['a nested and a dotted key', { a: { b: 1 } }, { 'a.b': 1 }],
  ['functions with the same source', () => 'x', () => 'x'],
  ['objects that hide their contents', new Credential('a'), new Credential('b')],
  ['maps with different values', new Map([['a', 1]]), new Map([['a', 2]])],
  ['an own __proto__ and an empty object', JSON.parse('{"__proto__": {"a": 1}}'), {}],
])('distinguishes %s', (_, one, other) => {
  expect(canonicalJson({ it: one })).not.toBe(canonicalJson({ it: other }));
});

it('always serializes the same function or live object to the same text', () => {
  for (const value of [() => 'x', new Credential('a'), new Map()]) {
    expect(canonicalJson({ it: value })).toBe(canonicalJson({ it: value }));
  }
});

it('throws CONFIG_INVALID for a value that contains itself', () => {
  const list: unknown[] = [];
  list.push(list);
  expect(() => canonicalJson(list)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

it('gives different credentials different keys and groups', async () => {
  const getToken = async () => 'x';
  const configs = [
    { id: 'a' },
    { id: 'a', token: 'one' },
    { id: 'a', token: 'two' },
    { id: 'a', token: getToken },
    { id: 'a', token: async () => 'x' },
    { id: 'a', auth: { token: 'one' } },
    { id: 'a', headers: { 'x-key': 'one' } },
    { id: 'a', baseUrl: 'https://other.example' },
  ];
  const identities = await Promise.all(configs.map((config) => identify('test', config)));
  expect(new Set(identities.map(({ key }) => key)).size).toBe(configs.length);
  expect(new Set(identities.map(({ group }) => group)).size).toBe(configs.length);
  for (const { key, group } of identities) expect(key + group).not.toMatch(/one|two|other/);
});

it('gives two texts with the same credentials the same group, and two providers different groups', async () => {
  const [one, other, otherProvider] = await Promise.all([
    identify('test', { id: 'a', token: 'one' }),
    identify('test', { id: 'b', token: 'one' }),
    identify('other', { id: 'a', token: 'one' }),
  ]);
  expect(one.key).not.toBe(other.key);
  expect(one.group).toBe(other.group);
  expect(otherProvider.key).not.toBe(one.key);
  expect(otherProvider.group).not.toBe(one.group);
});

it('never serializes plain values to the text of a function, NaN or a bigint', () => {
  const getToken = () => 'x';
  canonicalJson(getToken);
  const plainTexts = [
    ...Array.from({ length: 50 }, (_, number) => ({ identity: number })),
    ...Array.from({ length: 50 }, (_, number) => number),
    ...Array.from({ length: 50 }, (_, number) => ['live', number]),
    ['number', 'NaN'],
    ['bigint', '7'],
    'NaN',
    '7',
    null,
  ].map((config) => canonicalJson(config));
  for (const value of [getToken, Number.NaN, 7n]) expect(plainTexts).not.toContain(canonicalJson(value));
});
