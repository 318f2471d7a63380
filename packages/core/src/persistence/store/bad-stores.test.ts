import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PromptStore } from '../../config/tier-options.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { settled } from '../../testing/settled.ts';
import { createIntegrity } from '../records/integrity.ts';
import { createSealer } from '../records/sealer.ts';

const ttl = 10;

/** Rejections that nothing handles. Outside a test they end the process. */
const unhandled: unknown[] = [];
const recordUnhandled = (reason: unknown) => unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', recordUnhandled));
afterEach(() => {
  process.off('unhandledRejection', recordUnhandled);
  expect(unhandled.splice(0)).toEqual([]);
});

/** Returns the only record in a store that a process has filled, with its key. */
function findRecord(store: MapStore): [string, string] {
  const [record] = [...store.values].filter(([key]) => !key.includes('lease')) as [string, string][];
  if (!record) throw new Error('nothing was stored');
  return record;
}

/** Starts a process after a change of the record that an earlier process stored. The source has returned 'two' since then. */
async function startAfter(change: (sealed: string, key: string) => unknown, options: object = {}) {
  const store = new MapStore();
  const fleet = new Fleet('one', { cache: { store, ttl } });
  const first = await fleet.start();
  await first.get('it');
  await first.close();
  const [key, sealed] = findRecord(store);
  store.values.set(key, await change(sealed, key.replace('prompts-', '')));
  fleet.provider.answer = 'two';
  return { fleet, store, prompts: await fleet.start(options) };
}

/** Replaces a record by one with a valid seal, as another release or an attacker who knows the format might write. */
function replaceBy(record: object) {
  return (_: string, key: string) =>
    createSealer(createIntegrity()).seal({ key, fetchedAt: Date.now(), ...record } as never);
}

describe('a value in the store', () => {
  it.each<[string, (text: string, key: string) => unknown]>([
    ['binary data', () => new Uint8Array([0, 1, 2])],
    ['a number', () => 7],
    ['an object', () => ({ key: 'x', template: { content: 'Obey me.' } })],
    [
      'an object that throws when it is converted to a string',
      () => ({
        toString: () => {
          throw new Error('no');
        },
      }),
    ],
    ['an empty string', () => ''],
    ['a large string', () => 'x'.repeat(20_000_000)],
    ['a truncated record', (text) => text.slice(0, -10)],
    ['a repeated record', (text) => text + text],
    ['a record in upper case', (text) => text.toUpperCase()],
    ['a record of a later release', async (text) => text.replace('"format":1', '"format":2')],
    ['a record of another prompt', replaceBy({ key: 'x', template: { content: 'Obey me.' } })],
    ['a text without a time', replaceBy({ fetchedAt: 'now', template: { content: 'Obey me.' } })],
    ['a text with a time that is out of range', replaceBy({ fetchedAt: 1e300, template: { content: 'Obey me.' } })],
    ['a record without a text', replaceBy({ template: {} })],
    ['a listing', replaceBy({ listing: [7, null, {}] })],
    ['a text with an invalid version', replaceBy({ template: { content: 'Obey me.', version: 7 } })],
    ['a text with an invalid maxAge', replaceBy({ template: { content: 'Obey me.', maxAge: 'forever' } })],
    [
      'a record that is larger than any prompt',
      replaceBy({ template: { content: 'Obey me.', metadata: { padding: 'x'.repeat(2 ** 24) } } }),
    ],
    ['a text that is too large', replaceBy({ template: { content: 'x'.repeat(2_000_000) } })],
    ['a text with NUL', replaceBy({ template: { content: 'Obey\0me.' } })],
    ['a web page', replaceBy({ template: { content: '<html><body>Log in' } })],
  ])('is a miss: %s', async (_, change) => {
    const { fleet, prompts } = await startAfter(change);
    await using _fleet = fleet;
    const failures: unknown[] = [];
    prompts.on('error', (failure) => void failures.push(failure));
    expect(await fleet.within(1000, prompts.get('it'))).toMatchObject({ content: 'two', state: 'fresh' });
    expect(failures).toEqual([]);
    expect(prompts.status().store).toEqual({ state: 'ok' });
  });

  it('that is a miss is logged and replaced', async () => {
    const { fleet, store, prompts } = await startAfter(replaceBy({ template: { content: 'Obey\0me.' } }));
    await using _ = fleet;
    await fleet.within(1000, prompts.get('it'));
    await settled();
    expect(fleet.warnings).toEqual([
      expect.stringContaining('@prompts: ignored an invalid value in the store: the text contains a NUL character'),
    ]);
    expect(findRecord(store)[1]).toContain('two');
  });

  it('is a miss if it is larger than `maxBytes` allows in this process', async () => {
    const { fleet, prompts } = await startAfter(replaceBy({ template: { content: 'x'.repeat(100) } }), {
      cache: { maxBytes: 50 },
    });
    await using _ = fleet;
    expect((await fleet.within(1000, prompts.get('it'))).content).toBe('two');
  });
});

/** Creates a store in memory, with some methods replaced. */
function createStore(methods: Partial<Record<keyof PromptStore, (...args: never[]) => unknown>>): PromptStore {
  const inner = new MapStore();
  const bound = {
    get: (key: string) => inner.get(key),
    set: (key: string, value: unknown) => inner.set(key, value),
    delete: (key: string) => inner.delete(key),
  };
  return { ...bound, ...methods } as PromptStore;
}

const throws = () => {
  throw new Error('no');
};
const never = () => new Promise(() => {});

describe('a store', () => {
  it.each<[string, Parameters<typeof createStore>[0]]>([
    ['whose get throws', { get: throws }],
    ['whose set throws', { set: throws }],
    ['whose delete throws', { delete: throws }],
    ['whose methods all throw', { get: throws, set: throws, delete: throws }],
    ['that is full', { set: async () => throws() }],
    ['whose set returns false', { set: async () => false }],
    ['whose set hangs', { set: never }],
    ['whose delete hangs', { delete: never }],
    ['whose methods return no promises', { get: () => undefined, set: () => true, delete: () => true }],
    ['whose getMany throws', { getMany: throws }],
    ['whose getMany hangs', { getMany: never }],
    ['whose getMany returns undefined', { getMany: async () => undefined }],
    ['whose getMany returns null', { getMany: async () => null }],
    ['whose getMany returns a string', { getMany: async () => 'x' }],
    ['whose getMany returns an object', { getMany: async () => ({}) }],
    ['whose getMany returns too few values', { getMany: async () => [] }],
    ['whose getMany returns too many values', { getMany: async () => [1, 2, 3, 4] }],
  ])('%s does not fail a read', async (_, methods) => {
    await using fleet = new Fleet('one', { cache: { store: createStore(methods), ttl: 100 } });
    const all = await fleet.startMany(3);
    for (const answer of ['one', 'two', 'three']) {
      fleet.provider.answer = answer;
      // The first read returns the previous text, as stale, and the second one the new text.
      for (const prompts of all) await fleet.within(5000, prompts.get('it'));
      for (const prompts of all) prompts.peek('it');
      await fleet.clock.advance(20_000);
      for (const prompts of all) expect(prompts.peek('it')).toMatchObject({ content: answer, state: 'fresh' });
      await fleet.clock.advance(100_000);
    }
    for (const prompts of all) expect(prompts.status().sources).toMatchObject([{ failingSince: undefined }]);
  });

  it.each(['resolves', 'rejects'] as const)('that %s after its timeout does no harm', async (how) => {
    const late: (() => void)[] = [];
    const get = () =>
      new Promise((resolve, reject) =>
        late.push(() => (how === 'resolves' ? resolve('Obey me.') : reject(new Error('late')))),
      );
    await using fleet = new Fleet('one', { cache: { store: createStore({ get }), ttl } });
    const prompts = await fleet.start();
    expect((await fleet.within(300, prompts.get('it'))).content).toBe('one');
    expect(late.length).toBeGreaterThan(0);
    for (const settle of late) settle();
    await fleet.clock.advance(100);
    expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'fresh' });
  });

  it('that is full is still read from', async () => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    await (await fleet.start()).get('it');
    await settled();
    store.set = async () => throws();
    const second = await fleet.start();
    expect((await second.get('it')).content).toBe('one');
    expect(fleet.provider.calls).toBe(1);
  });

  it('is called once for several keys if it has getMany, otherwise key by key', async () => {
    const requestedKeys: string[][] = [];
    const values = new MapStore();
    const getMany = (keys: string[]) => {
      requestedKeys.push(keys);
      return Promise.all(keys.map((key) => values.get(key)));
    };
    const systemPrompts = {
      a: { provider: 'scripted', config: { id: 'a' } },
      b: { provider: 'scripted', config: { id: 'b' } },
    };
    for (const store of [createStore({}), createStore({ getMany })]) {
      await using fleet = new Fleet('one', { cache: { store, ttl }, systemPrompts, preload: true });
      const prompts = await fleet.start();
      expect((await fleet.within(1000, prompts.get('b'))).content).toBe('one');
    }
    expect(requestedKeys[0]).toEqual([expect.stringMatching(/^prompts-/), expect.stringMatching(/^prompts-/)]);
  });
});

it('a store that throws while its errors are subscribed to is rejected', async () => {
  const secret = 'redis://user:hidden@127.0.0.1';
  const on = () => {
    throw new Error(secret);
  };
  await using fleet = new Fleet('one', { cache: { store: { ...createStore({}), on } } });
  const error: unknown = await fleet.start().catch((thrown: unknown) => thrown);
  expect(PromptError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'STORE_FAILED',
    message: "cache.store.on('error', …) threw an error: check how the store is created",
  });
  expect(inspect(error)).not.toContain('hidden');
});

describe('an integrityKey function', () => {
  it.each<[string, () => Promise<string>]>([
    ['rejects', () => Promise.reject(new Error('token=hidden'))],
    ['hangs', () => new Promise(() => {})],
  ])('that %s makes processes go on without the store', async (_, integrityKey) => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl, integrityKey } });
    for (const prompts of await fleet.startMany(2)) {
      expect(await fleet.within(1000, prompts.get('it'))).toMatchObject({ content: 'one', state: 'fresh' });
      expect(await fleet.within(1000, prompts.refresh())).toMatchObject({ failed: [] });
      await fleet.within(1000, prompts.close());
    }
    expect(fleet.warnings).toContain(
      "@prompts: can't write to the store: the integrityKey function failed, or returned no key in time",
    );
    expect(fleet.warnings.join()).not.toContain('hidden');
  });
});
