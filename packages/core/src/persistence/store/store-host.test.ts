import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostNames } from '../../../../../scripts/test/host-names.ts';
import { orSkip } from '../../../../../scripts/test/servers/or-skip.ts';
import { startRedis } from '../../../../../scripts/test/servers/redis.ts';
import type { TestServer } from '../../../../../scripts/test/servers/test-server.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import { createPrompts } from '../../node/index.ts';
import { type Folder, makeFolder } from '../../test-support/folder.ts';
import { ScriptedProvider } from '../../test-support/scripted-provider.ts';

let names: HostNames;
let redis: TestServer;
let folder: Folder;
beforeEach(async () => {
  names = new HostNames();
  folder = await makeFolder();
  redis = await orSkip(startRedis());
});
afterEach(async () => {
  names[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
  await redis?.stop();
});

/** Starts a process that knows its Redis by name. */
async function start(provider: ScriptedProvider, tiers: { snapshot?: string; storeTimeout?: number } = {}) {
  const url = redis.url.replace('127.0.0.1', 'redis.test');
  // This is also how long, in milliseconds, the client waits for a name.
  const redisStore = new KeyvRedis({ url, socket: { connectTimeout: 500 } });
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(
      Array.from({ length: 5 }, (_, id) => [`it-${id}`, { provider: 'scripted', config: { id: `${id}` } }]),
    ),
    providers: [provider],
    cache: { store: new Keyv({ store: redisStore }), ...tiers },
    root: folder.path,
    preload: false,
  });
  const storeState = () => prompts.status().store?.state;
  return {
    prompts,
    read: (id: number) => prompts.get(`it-${id}` as string),
    storeState,
    async untilStoreWorks() {
      const refreshAndCheck = () => prompts.refresh('it-0').then(storeState);
      await expect.poll(refreshAndCheck, { interval: 100 }).toBe('ok');
    },
    async [Symbol.asyncDispose]() {
      await prompts.close();
      // By force: otherwise it would wait for a connection.
      await redisStore.disconnect(true).catch(() => {});
    },
  };
}

describe('a store whose host name cannot be resolved', () => {
  it('does not fail a read, and is used once the name is resolved', async () => {
    names.fail('silence');
    const provider = new ScriptedProvider('one');
    await using process = await start(provider);
    for (let id = 0; id < 5; id += 1) expect((await process.read(id)).content).toBe('one');
    expect(process.storeState()).toBe('failing');
    expect(names.failures).toBeGreaterThan(0);

    names.fail(undefined);
    await process.untilStoreWorks();
    const calls = provider.calls;
    await using second = await start(provider, { storeTimeout: 50 });
    expect((await second.read(0)).content).toBe('one');
    expect(provider.calls).toBe(calls);
  });

  it('does not fail a read of a process that used it before', async () => {
    await using process = await start(new ScriptedProvider('one'));
    await process.untilStoreWorks();
    names.fail('ENOTFOUND');
    // An open connection does not resolve the name again.
    await redis.restart();
    expect(process.prompts.peek('it-0' as string)).toMatchObject({ content: 'one', state: 'fresh' });
    for (let id = 1; id < 5; id += 1) expect((await process.read(id)).content).toBe('one');
    expect(process.storeState()).toBe('failing');
    names.fail(undefined);
    await process.untilStoreWorks();
  });

  it('lets a process serve its snapshot while the source is down, and rejects reads without one', async () => {
    const snapshot = 'snapshot';
    const provider = new ScriptedProvider('one');
    await using first = await start(provider, { snapshot });
    await first.read(0);
    await first.prompts.close();
    names.fail('ENOTFOUND');
    provider.answer = new PromptError('UNAVAILABLE', 'the source is down');
    await using second = await start(provider, { snapshot });
    expect(await second.read(0)).toMatchObject({ content: 'one', state: 'stale' });
    await using third = await start(provider);
    await expect(third.read(0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
