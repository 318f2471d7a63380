import { describe, expect, it } from 'vitest';
import { createPrompts as createAnywhere } from '../index.ts';
import { createPrompts as createOnNode, PromptError } from '../node/index.ts';
import { createPrompts as createShared } from '../shared/index.ts';
import { MapStore } from '../test-support/map-store.ts';
import { MemoryBus } from '../test-support/memory-bus.ts';
import { ScriptedProvider } from '../test-support/scripted-provider.ts';
import { settled } from '../testing/settled.ts';

type Create = typeof createOnNode;

const optionsWith = (cache: unknown) =>
  ({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [new ScriptedProvider('one')],
    cache,
    preload: false,
  }) as Parameters<Create>[0];

async function refusal(create: Create, cache: unknown) {
  const error = await create(optionsWith(cache)).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('it was accepted');
  return { code: error.code, issues: error.issues?.map(({ path, message }) => `${path}: ${message}`) };
}

const works = { get() {}, set() {}, delete() {} };

describe('cache', () => {
  it.each<[object, string]>([
    [{ snapshot: '' }, 'cache.snapshot: must be the path of a file'],
    [{ snapshot: 5 }, 'cache.snapshot: must be the path of a file'],
    [{ snapshot: null }, 'cache.snapshot: must be the path of a file'],
    [{ store: null }, 'cache.store: must be a Keyv: get, set and delete'],
    [{ store: 'redis://127.0.0.1' }, 'cache.store: must be a Keyv: get, set and delete'],
    [{ store: { ...works, set: undefined } }, 'cache.store.set: must be a function'],
    [{ store: { ...works, get: 5 } }, 'cache.store.get: must be a function'],
    [{ store: { ...works, delete: null } }, 'cache.store.delete: must be a function'],
    [{ storeTimeout: -1 }, 'cache.storeTimeout: must be seconds: 0 or more'],
    [{ storeTimeout: 0 }, 'cache.storeTimeout: must be seconds: more than 0'],
    [{ storeTimeout: Number.NaN }, 'cache.storeTimeout: must be seconds: 0 or more'],
    [{ bus: null }, 'cache.bus: must be a bus: publish and subscribe'],
    [{ bus: { publish() {} } }, 'cache.bus.subscribe: must be a function'],
    [{ bus: { subscribe() {} } }, 'cache.bus.publish: must be a function'],
    [{ lease: -1 }, 'cache.lease: must be seconds: 0 or more'],
    [{ lease: '10' }, 'cache.lease: must be seconds: 0 or more'],
    [{ lease: 0 }, 'cache.lease: must be seconds: more than 0, at most a day'],
    [{ lease: Infinity }, 'cache.lease: must be seconds: more than 0, at most a day'],
    [
      { integrityKey: '' },
      'cache.integrityKey: must be a text or a function, not empty (is its environment variable set?)',
    ],
    [
      { integrityKey: 5 },
      'cache.integrityKey: must be a text or a function, not empty (is its environment variable set?)',
    ],
    [
      { integrityKey: null },
      'cache.integrityKey: must be a text or a function, not empty (is its environment variable set?)',
    ],
    [
      { integrityKey: undefined },
      'cache.integrityKey: must be a text or a function, not empty (is its environment variable set?)',
    ],
    [{ snapshoot: 'x' }, 'cache.snapshoot: is no known key. Remove it.'],
  ])('is refused with what is wrong and what is right: %j', async (cache, issue) => {
    expect(await refusal(createOnNode, cache)).toEqual({ code: 'CONFIG_INVALID', issues: [issue] });
  });

  it('is refused with all that is wrong at once', async () => {
    const { issues } = await refusal(createOnNode, { store: 5, bus: 5, lease: -1, integrityKey: '', snapshot: '' });
    expect(issues?.map((issue) => issue.split(':')[0]).sort()).toEqual(
      ['bus', 'integrityKey', 'lease', 'snapshot', 'store'].map((key) => `cache.${key}`),
    );
  });

  it('shows no key in what it says', async () => {
    const { issues } = await refusal(createOnNode, { integrityKey: ['a-secret-key'], store: { url: 'a-secret-url' } });
    expect(issues?.join()).not.toContain('a-secret');
  });

  it.each(['store', 'bus', 'snapshot', 'storeTimeout', 'lease', 'integrityKey'])(
    'of one entry has no %s',
    async (key) => {
      const systemPrompts = { it: { content: 'x', cache: { [key]: 1 } } };
      const creating = createOnNode({ systemPrompts } as unknown as Parameters<Create>[0]);
      await expect(creating).rejects.toThrow(`systemPrompts.it.cache.${key}: is no known key. Remove it.`);
    },
  );
});

describe('@prompts/core/shared', () => {
  it('shares by a store, and tells by a bus', async () => {
    const store = new MapStore();
    const bus = new MemoryBus();
    const provider = new ScriptedProvider('one');
    const options = { ...optionsWith({ store, bus }), providers: [provider] };
    await using first = await createShared(options);
    await using second = await createShared(options);
    await first.get('it');
    await first.refresh();
    expect((await second.get('it')).content).toBe('one');
    const calls = provider.calls;
    provider.answer = 'two';
    await first.refresh();
    await settled();
    expect(second.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(provider.calls).toBe(calls + 1);
    expect(second.status()).toMatchObject({ store: { state: 'ok' }, bus: { state: 'ok' }, snapshot: undefined });
  });

  it('has no snapshot', async () => {
    const { code, issues } = await refusal(createShared, { snapshot: 'x' });
    expect({ code, issues }).toEqual({
      code: 'CONFIG_INVALID',
      issues: ['cache.snapshot: is no known key. Remove it.'],
    });
  });
});

describe('createPrompts of the base', () => {
  it.each(['store', 'bus'])('says where %s is to be had', async (key) => {
    const { code, issues } = await refusal(createAnywhere, { [key]: works });
    expect({ code, issues }).toEqual({
      code: 'CONFIG_INVALID',
      issues: [`cache.${key}: needs createPrompts of '@prompts/core/shared'`],
    });
  });

  it('takes them where they are left out by undefined', async () => {
    await using prompts = await createAnywhere(optionsWith({ store: undefined, bus: undefined }));
    expect((await prompts.get('it')).content).toBe('one');
  });
});
