import { describe, expect, it } from 'vitest';
import { createPrompts as createAnywhere } from '../index.ts';
import { createPrompts as createOnNode, PromptError } from '../node/index.ts';
import { createPrompts as createShared } from '../shared/index.ts';
import { Fleet } from '../test-support/fleet.ts';
import { MapStore } from '../test-support/map-store.ts';
import { MemoryBus } from '../test-support/memory-bus.ts';
import { ScriptedProvider } from '../test-support/scripted-provider.ts';
import { settled } from '../testing/settled.ts';

type Create = typeof createOnNode;

function optionsWith(cache: unknown) {
  return {
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [new ScriptedProvider('one')],
    cache,
    preload: false,
  } as Parameters<Create>[0];
}

/** Creates prompts with an invalid `cache`. @returns The code and the issues of the error. */
async function reject(create: Create, cache: unknown) {
  const error = await create(optionsWith(cache)).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('the options were accepted');
  return { code: error.code, issues: error.issues?.map(({ path, message }) => `${path}: ${message}`) };
}

const validStore = { get() {}, set() {}, delete() {} };

describe('cache', () => {
  it.each<[object, string]>([
    [{ snapshot: '' }, 'cache.snapshot: must be the path of a file'],
    [{ snapshot: 5 }, 'cache.snapshot: must be the path of a file'],
    [{ snapshot: null }, 'cache.snapshot: must be the path of a file'],
    [{ store: null }, 'cache.store: must be a Keyv or another object with get, set and delete'],
    [{ store: 'redis://127.0.0.1' }, 'cache.store: must be a Keyv or another object with get, set and delete'],
    [{ store: { ...validStore, set: undefined } }, 'cache.store.set: must be a function'],
    [{ store: { ...validStore, get: 5 } }, 'cache.store.get: must be a function'],
    [{ store: { ...validStore, delete: null } }, 'cache.store.delete: must be a function'],
    [{ storeTimeout: -1 }, 'cache.storeTimeout: must be a number of seconds, 0 or more'],
    [{ storeTimeout: 0 }, 'cache.storeTimeout: must be a number of seconds greater than 0'],
    [{ storeTimeout: Number.NaN }, 'cache.storeTimeout: must be a number of seconds, 0 or more'],
    [{ bus: null }, 'cache.bus: must be a bus: an object with publish and subscribe'],
    [{ bus: { publish() {} } }, 'cache.bus.subscribe: must be a function'],
    [{ bus: { subscribe() {} } }, 'cache.bus.publish: must be a function'],
    [{ lease: -1 }, 'cache.lease: must be a number of seconds, 0 or more'],
    [{ lease: '10' }, 'cache.lease: must be a number of seconds, 0 or more'],
    [{ lease: 0 }, 'cache.lease: must be a number of seconds greater than 0 and at most 86400 (one day)'],
    [{ lease: Infinity }, 'cache.lease: must be a number of seconds greater than 0 and at most 86400 (one day)'],
    [
      { integrityKey: '' },
      'cache.integrityKey: must be a non-empty string or a function (is its environment variable set?)',
    ],
    [
      { integrityKey: 5 },
      'cache.integrityKey: must be a non-empty string or a function (is its environment variable set?)',
    ],
    [
      { integrityKey: null },
      'cache.integrityKey: must be a non-empty string or a function (is its environment variable set?)',
    ],
    [
      { integrityKey: undefined },
      'cache.integrityKey: must be a non-empty string or a function (is its environment variable set?)',
    ],
    [{ snapshoot: 'x' }, 'cache.snapshoot: unknown key. Remove it.'],
  ])('is rejected with a message that says what it must be: %j', async (cache, issue) => {
    expect(await reject(createOnNode, cache)).toEqual({ code: 'CONFIG_INVALID', issues: [issue] });
  });

  it('is rejected with all mistakes together', async () => {
    const { issues } = await reject(createOnNode, { store: 5, bus: 5, lease: -1, integrityKey: '', snapshot: '' });
    expect(issues?.map((issue) => issue.split(':')[0]).sort()).toEqual(
      ['bus', 'integrityKey', 'lease', 'snapshot', 'store'].map((key) => `cache.${key}`),
    );
  });

  it('reveals no secret in a message', async () => {
    const { issues } = await reject(createOnNode, { integrityKey: ['a-secret-key'], store: { url: 'a-secret-url' } });
    expect(issues?.join()).not.toContain('a-secret');
  });

  it.each(['store', 'bus', 'snapshot', 'storeTimeout', 'lease', 'integrityKey'])(
    'of a single entry does not accept %s',
    async (key) => {
      const systemPrompts = { it: { content: 'x', cache: { [key]: 1 } } };
      const creating = createOnNode({ systemPrompts } as unknown as Parameters<Create>[0]);
      await expect(creating).rejects.toThrow(`systemPrompts.it.cache.${key}: unknown key. Remove it.`);
    },
  );
});

describe('@prompts/core/shared', () => {
  it('shares texts through a store, and announces changes on a bus', async () => {
    const bus = new MemoryBus();
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), bus } }, createShared as Create);
    const { provider } = fleet;
    const first = await fleet.start();
    const second = await fleet.start();
    await first.get('it');
    await first.refresh();
    expect((await second.get('it')).content).toBe('one');
    const calls = provider.calls;
    provider.answer = 'two';
    // A text counts as newer only if it was fetched later.
    await fleet.clock.advance(1);
    await first.refresh();
    await settled();
    expect(second.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(provider.calls).toBe(calls + 1);
    expect(second.status()).toMatchObject({ store: { state: 'ok' }, bus: { state: 'ok' }, snapshot: undefined });
  });

  it('does not support a snapshot', async () => {
    const { code, issues } = await reject(createShared, { snapshot: 'x' });
    expect({ code, issues }).toEqual({
      code: 'CONFIG_INVALID',
      issues: ['cache.snapshot: unknown key. Remove it.'],
    });
  });
});

describe('createPrompts from @prompts/core outside Node', () => {
  it.each(['store', 'bus'])('says which entry point supports %s', async (key) => {
    const { code, issues } = await reject(createAnywhere, { [key]: validStore });
    expect({ code, issues }).toEqual({
      code: 'CONFIG_INVALID',
      issues: [`cache.${key}: is not supported by this entry point: import createPrompts from '@prompts/core/shared'`],
    });
  });

  it('accepts undefined for a store and a bus', async () => {
    await using prompts = await createAnywhere(optionsWith({ store: undefined, bus: undefined }));
    expect((await prompts.get('it')).content).toBe('one');
  });
});
