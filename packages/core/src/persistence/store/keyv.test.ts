import KeyvPostgres from '@keyv/postgres';
import KeyvRedis, { createClient } from '@keyv/redis';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { Keyv as Keyv6 } from 'keyv-6';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../../../scripts/test/databases/fresh-database.ts';
import { orSkip } from '../../../../../scripts/test/servers/or-skip.ts';
import { startRedis } from '../../../../../scripts/test/servers/redis.ts';
import type { PromptStore } from '../../config/tier-options.ts';
import { createPrompts } from '../../node/index.ts';
import { ScriptedProvider } from '../../test-support/scripted-provider.ts';

/** Longer than a store takes to respond on a busy machine. */
const storeTimeoutSeconds = 50;

interface OpenStore extends AsyncDisposable {
  /** Opens another connection to the same values, as another process would. */
  connect(): PromptStore & { disconnect(): Promise<unknown> };
}

const stores: Readonly<Record<string, () => Promise<OpenStore>>> = {
  'Keyv 5 in memory': async () => inMemory(new Map(), (store) => new Keyv({ store })),
  'Keyv 6 in memory': async () => inMemory(new Map(), (store) => new Keyv6({ store })),
  'Keyv 5 on Redis': async () => {
    const redis = await orSkip(startRedis());
    const connect = () => new Keyv({ store: new KeyvRedis(redis.url) });
    return { connect, [Symbol.asyncDispose]: () => redis.stop() };
  },
  'Keyv 5 on PostgreSQL': async () => {
    const database = await freshDatabase('postgres');
    const connect = () => new Keyv({ store: new KeyvPostgres({ uri: database.url }) });
    return { connect, [Symbol.asyncDispose]: () => database.drop() };
  },
  'Keyv 5 on SQLite': async () => {
    const database = await freshDatabase('sqlite');
    const connect = () => new Keyv({ store: new KeyvSqlite(database.url.replace(':', '://')) });
    return { connect, [Symbol.asyncDispose]: () => database.drop() };
  },
};

function inMemory(
  values: Map<string, unknown>,
  connect: (values: Map<string, unknown>) => ReturnType<OpenStore['connect']>,
): OpenStore {
  return { connect: () => connect(values), async [Symbol.asyncDispose]() {} };
}

/** Starts a process with a connection of its own. */
async function start(open: OpenStore, provider: ScriptedProvider) {
  const store = open.connect();
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [provider],
    cache: { store, storeTimeout: storeTimeoutSeconds },
    preload: false,
  });
  return {
    prompts,
    async [Symbol.asyncDispose]() {
      await prompts.close();
      // All Keyvs on one PostgreSQL share a pool, which can be ended only once.
      await store.disconnect().catch(() => {});
    },
  };
}

describe.each(Object.entries(stores))('%s', (_, openStore) => {
  it('returns the value that another process stored', async () => {
    await using open = await openStore();
    const provider = new ScriptedProvider({ content: 'Be "brief".\n🙂', version: '1', metadata: { author: 'Ada' } });
    await using first = await start(open, provider);
    await first.prompts.get('it');
    await first.prompts.refresh();
    const calls = provider.calls;
    await using second = await start(open, provider);
    expect(await second.prompts.get('it')).toMatchObject({
      content: 'Be "brief".\n🙂',
      version: '1',
      state: 'fresh',
      metadata: { author: 'Ada' },
    });
    expect(provider.calls).toBe(calls);
    expect(second.prompts.status().store).toEqual({ state: 'ok' });
  });
});

describe('Redis', () => {
  it.each(['kill', 'pause'] as const)(
    'that is gone (%s) does not fail a read, and is used again when it is back',
    async (fault) => {
      const redis = await orSkip(startRedis());
      const store = new Keyv({ store: new KeyvRedis(redis.url) });
      const provider = new ScriptedProvider('one');
      await using prompts = await createPrompts({
        systemPrompts: Object.fromEntries(
          Array.from({ length: 9 }, (_, id) => [`it-${id}`, { provider: 'scripted', config: { id: `${id}` } }]),
        ),
        providers: [provider],
        cache: { store },
        preload: false,
      });
      const read = (id: number) => prompts.get(`it-${id}` as string);
      try {
        await read(0);
        await redis[fault]();
        for (let id = 1; id < 5; id += 1) expect((await read(id)).content).toBe('one');
        expect(prompts.status().store).toMatchObject({ state: 'failing' });
        await (fault === 'kill' ? redis.restart() : redis.resume());
        await expect
          .poll(() => prompts.refresh('it-0').then(() => prompts.status().store?.state), {
            timeout: 50_000,
            interval: 100,
          })
          .toBe('ok');
      } finally {
        await prompts.close();
        await redis.resume();
        await store.disconnect().catch(() => {});
        await redis.stop();
      }
    },
  );

  it('that is full is still read from, and does not fail a read', async () => {
    const redis = await orSkip(startRedis());
    const provider = new ScriptedProvider('one');
    const entry = (id: string) => ({ [id]: { provider: 'scripted', config: { id } } });
    const adapters = [new KeyvRedis(redis.url), new KeyvRedis(redis.url)] as const;
    const [first, second] = await Promise.all(
      adapters.map((adapter) =>
        createPrompts({
          systemPrompts: { ...entry('old'), ...entry('new') },
          providers: [provider],
          cache: { store: new Keyv({ store: adapter }), storeTimeout: storeTimeoutSeconds },
          preload: false,
        }),
      ),
    );
    try {
      await first?.get('old');
      await first?.refresh('old');
      const operator = await createClient({ url: redis.url }).connect();
      await operator.configSet('maxmemory', '1');
      operator.destroy();
      const calls = provider.calls;
      expect((await second?.get('old'))?.content).toBe('one');
      expect(provider.calls).toBe(calls);
      expect((await second?.get('new'))?.content).toBe('one');
      expect(second?.status().store).toMatchObject({ state: 'failing' });
    } finally {
      await first?.close();
      await second?.close();
      for (const adapter of adapters) await adapter.disconnect(true);
      await redis.stop();
    }
  });
});
