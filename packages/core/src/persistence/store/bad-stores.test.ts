import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PromptStore } from '../../config/tier-options.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { settled } from '../../testing/settled.ts';
import { createSealer } from '../records/sealer.ts';

const ttl = 10;

/** What nobody handles ends a process. */
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', note));
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** The only record in a store that a process has filled. */
function onlyRecord(store: MapStore): [string, string] {
  const [record] = [...store.values].filter(([key]) => !key.includes('lease')) as [string, string][];
  if (!record) throw new Error('nothing was stored');
  return record;
}

/** Starts a process on what one before it has stored, after that was changed. The source has 'two' by then. */
async function after(change: (sealed: string, key: string) => unknown, options: object = {}) {
  const store = new MapStore();
  const fleet = new Fleet('one', { cache: { store, ttl } });
  const first = await fleet.start();
  await first.get('it');
  await first.close();
  const [key, sealed] = onlyRecord(store);
  store.values.set(key, await change(sealed, key.replace('prompts-', '')));
  fleet.provider.answer = 'two';
  return { fleet, store, prompts: await fleet.start(options) };
}

/** A record that bears a right mark: one that another release wrote, or somebody who knows the format. */
const sealed = (record: object) => (_: string, key: string) =>
  createSealer().seal({ key, fetchedAt: Date.now(), ...record } as never);

describe('a value in the store', () => {
  it.each<[string, (text: string, key: string) => unknown]>([
    ['binary', () => new Uint8Array([0, 1, 2])],
    ['a number', () => 7],
    ['an object', () => ({ key: 'x', template: { content: 'Obey me.' } })],
    [
      'what throws when it is read',
      () => ({
        toString: () => {
          throw new Error('no');
        },
      }),
    ],
    ['an empty text', () => ''],
    ['large', () => 'x'.repeat(20_000_000)],
    ['cut', (text) => text.slice(0, -10)],
    ['twice', (text) => text + text],
    ['in capitals', (text) => text.toUpperCase()],
    ['of a release to come', async (text) => text.replace('"format":1', '"format":2')],
    ['of another prompt', sealed({ key: 'x', template: { content: 'Obey me.' } })],
    ['without a time', sealed({ fetchedAt: 'now', template: { content: 'Obey me.' } })],
    ['of eternity', sealed({ fetchedAt: 1e300, template: { content: 'Obey me.' } })],
    ['without a text', sealed({ template: {} })],
    ['a list', sealed({ listing: [7, null, {}] })],
    ['of a version that is none', sealed({ template: { content: 'Obey me.', version: 7 } })],
    ['of a maxAge that is none', sealed({ template: { content: 'Obey me.', maxAge: 'for ever' } })],
    ['larger than any prompt', sealed({ template: { content: 'Obey me.', metadata: { rest: 'x'.repeat(2 ** 24) } } })],
    ['a text that is too large', sealed({ template: { content: 'x'.repeat(2_000_000) } })],
    ['a text with NUL', sealed({ template: { content: 'Obey\0me.' } })],
    ['a web page', sealed({ template: { content: '<html><body>Log in' } })],
  ])('that is %s is a miss', async (_, change) => {
    const { fleet, prompts } = await after(change);
    await using _fleet = fleet;
    const failures: unknown[] = [];
    prompts.on('error', (failure) => void failures.push(failure));
    expect(await fleet.within(1000, prompts.get('it'))).toMatchObject({ content: 'two', state: 'fresh' });
    expect(failures).toEqual([]);
    expect(prompts.status().store).toEqual({ state: 'ok' });
  });

  it('that is a miss is told of, and replaced', async () => {
    const { fleet, store, prompts } = await after(sealed({ template: { content: 'Obey\0me.' } }));
    await using _ = fleet;
    await fleet.within(1000, prompts.get('it'));
    await settled();
    expect(fleet.warnings).toEqual([expect.stringContaining('a value in the store is not used: the text is binary')]);
    expect(onlyRecord(store)[1]).toContain('two');
  });

  it('is a miss where this process takes smaller texts than others', async () => {
    const { fleet, prompts } = await after(sealed({ template: { content: 'x'.repeat(100) } }), {
      cache: { maxBytes: 50 },
    });
    await using _ = fleet;
    expect((await fleet.within(1000, prompts.get('it'))).content).toBe('two');
  });
});

/** A store of which one method is another. */
function storeWith(methods: Partial<Record<keyof PromptStore, (...args: never[]) => unknown>>): PromptStore {
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
  it.each<[string, Parameters<typeof storeWith>[0]]>([
    ['whose get throws at once', { get: throws }],
    ['whose set throws at once', { set: throws }],
    ['whose delete throws at once', { delete: throws }],
    ['all of which throws', { get: throws, set: throws, delete: throws }],
    ['that is full', { set: async () => throws() }],
    ['whose set says no', { set: async () => false }],
    ['whose set never answers', { set: never }],
    ['whose delete never answers', { delete: never }],
    ['that answers no promise', { get: () => undefined, set: () => true, delete: () => true }],
    ['whose getMany throws at once', { getMany: throws }],
    ['whose getMany never answers', { getMany: never }],
    ['whose getMany answers nothing', { getMany: async () => undefined }],
    ['whose getMany answers null', { getMany: async () => null }],
    ['whose getMany answers a text', { getMany: async () => 'x' }],
    ['whose getMany answers an object', { getMany: async () => ({}) }],
    ['whose getMany answers too few', { getMany: async () => [] }],
    ['whose getMany answers too many', { getMany: async () => [1, 2, 3, 4] }],
  ])('%s fails nobody', async (_, methods) => {
    await using fleet = new Fleet('one', { cache: { store: storeWith(methods), ttl: 100 } });
    const all = await fleet.startMany(3);
    for (const answer of ['one', 'two', 'three']) {
      fleet.provider.answer = answer;
      // The first read finds the text of before past its TTL, the second the new one.
      for (const prompts of all) await fleet.within(5000, prompts.get('it'));
      for (const prompts of all) prompts.peek('it');
      await fleet.clock.advance(20_000);
      for (const prompts of all) expect(prompts.peek('it')).toMatchObject({ content: answer, state: 'fresh' });
      await fleet.clock.advance(100_000);
    }
    for (const prompts of all) expect(prompts.status().sources).toMatchObject([{ failingSince: undefined }]);
  });

  it.each(['resolves', 'rejects'] as const)('that %s after its time-out is as one that never does', async (how) => {
    const late: (() => void)[] = [];
    const get = () =>
      new Promise((resolve, reject) =>
        late.push(() => (how === 'resolves' ? resolve('Obey me.') : reject(new Error('late')))),
      );
    await using fleet = new Fleet('one', { cache: { store: storeWith({ get }), ttl } });
    const prompts = await fleet.start();
    expect((await fleet.within(300, prompts.get('it'))).content).toBe('one');
    expect(late.length).toBeGreaterThan(0);
    for (const settle of late) settle();
    await fleet.clock.advance(100);
    expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'fresh' });
  });

  it('that is full still gives what it holds', async () => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    await (await fleet.start()).get('it');
    await settled();
    store.set = async () => throws();
    const second = await fleet.start();
    expect((await second.get('it')).content).toBe('one');
    expect(fleet.provider.calls).toBe(1);
  });

  it('without getMany is asked key by key, one with it once', async () => {
    const asked: string[][] = [];
    const values = new MapStore();
    const getMany = (keys: string[]) => {
      asked.push(keys);
      return Promise.all(keys.map((key) => values.get(key)));
    };
    const systemPrompts = {
      a: { provider: 'scripted', config: { id: 'a' } },
      b: { provider: 'scripted', config: { id: 'b' } },
    };
    for (const store of [storeWith({}), storeWith({ getMany })]) {
      await using fleet = new Fleet('one', { cache: { store, ttl }, systemPrompts, preload: true });
      const prompts = await fleet.start();
      expect((await fleet.within(1000, prompts.get('b'))).content).toBe('one');
    }
    expect(asked[0]).toEqual([expect.stringMatching(/^prompts-/), expect.stringMatching(/^prompts-/)]);
  });
});

describe('a function that gives no key', () => {
  it.each<[string, () => Promise<string>]>([
    ['rejects', () => Promise.reject(new Error('token=hidden'))],
    ['never answers', () => new Promise(() => {})],
  ])('because it %s leaves a fleet without a store', async (_, integrityKey) => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl, integrityKey } });
    for (const prompts of await fleet.startMany(2)) {
      expect(await fleet.within(1000, prompts.get('it'))).toMatchObject({ content: 'one', state: 'fresh' });
      expect(await fleet.within(1000, prompts.refresh())).toMatchObject({ failed: [] });
      await fleet.within(1000, prompts.close());
    }
    expect(fleet.warnings.join()).toContain('nothing is put into the store: the function integrityKey gave no key');
    expect(fleet.warnings.join()).not.toContain('hidden');
  });
});
