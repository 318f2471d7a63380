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

/** A process that knows its Redis by name. */
async function start(provider: ScriptedProvider, tiers: { snapshot?: string } = {}) {
  const url = redis.url.replace('127.0.0.1', 'redis.test');
  // How long its client waits for a name, in ms.
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
  return {
    prompts,
    read: (id: number) => prompts.get(`it-${id}` as string),
    storeState: () => prompts.status().store?.state,
    async [Symbol.asyncDispose]() {
      await prompts.close();
      // Not in good order: that would wait for a connection.
      await redisStore.disconnect(true).catch(() => {});
    },
  };
}

type Process = Awaited<ReturnType<typeof start>>;

async function expectItBack({ prompts, storeState }: Process): Promise<void> {
  names.fail(undefined);
  const state = () => prompts.refresh('it-0').then(storeState);
  await expect.poll(state, { timeout: 5000, interval: 100 }).toBe('ok');
}

describe('a store whose name', () => {
  it('no name server tells fails nobody who starts, and is used once it is known', async () => {
    names.fail('silence');
    const provider = new ScriptedProvider('one');
    await using process = await start(provider);
    for (let id = 0; id < 5; id += 1) expect((await process.read(id)).content).toBe('one');
    expect(process.storeState()).toBe('failing');
    expect(names.failures).toBeGreaterThan(0);

    await expectItBack(process);
    const calls = provider.calls;
    await using second = await start(provider);
    expect((await second.read(0)).content).toBe('one');
    expect(provider.calls).toBe(calls);
  });

  it('is gone fails nobody who has used it before', async () => {
    await using process = await start(new ScriptedProvider('one'));
    await process.read(0);
    expect(process.storeState()).toBe('ok');
    names.fail('ENOTFOUND');
    // A connection that stands needs no name.
    await redis.restart();
    expect(process.prompts.peek('it-0' as string)).toMatchObject({ content: 'one', state: 'fresh' });
    for (let id = 1; id < 5; id += 1) expect((await process.read(id)).content).toBe('one');
    expect(process.storeState()).toBe('failing');
    await expectItBack(process);
  });

  it('nobody knows leaves the snapshot to who starts while the source is down too, and without one a typed error', async () => {
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
