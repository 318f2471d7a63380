import { join } from 'node:path';
import KeyvRedis from '@keyv/redis';
import { createPrompts } from '@prompts/core';
import { BentoCache, bentostore } from 'bentocache';
import { fileDriver } from 'bentocache/drivers/file';
import { memoryDriver } from 'bentocache/drivers/memory';
import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';
import { langfuseClient, langfusePrompt, startLangfuse } from '../langfuse-stub.ts';
import type { MoodySource } from './moody-source.ts';

/** A cache that was just started. */
export interface Contender {
  /** Rejects where there is nothing to serve. Resolves with what the library says of the text's age, if it says it. */
  read(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface Setting {
  /** Seconds of freshness. */
  readonly ttl: number;
  /** A folder that outlives the process. */
  readonly folder: string;
  /** Address of a Redis. */
  readonly redis: string;
}

type Start = (source: MoodySource, setting: Setting) => Promise<Contender>;

/** Each set up as its documentation says for a source that may fail: the old text is served, and nobody waits for a new one. */
export const contenders: Readonly<Record<string, Start>> = {
  async '@prompts/core'(source, { ttl, folder, redis }) {
    const store = new Keyv({ store: new KeyvRedis(redis) });
    const prompts = await createPrompts({
      systemPrompts: { review: { provider: 'moody', config: {} } },
      providers: [{ name: 'moody', load: async () => ({ content: await source.load() }) }],
      cache: { ttl, snapshot: join(folder, 'snapshot'), store },
      preload: false,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    return {
      read: async () => (await prompts.get('review')).state,
      async close() {
        await prompts.close();
        await store.disconnect();
      },
    };
  },

  /** Over HTTP, with its own retries. */
  async '@langfuse/client'(source, { ttl }) {
    const { client, close } = await startLangfuse(source.load);
    return {
      async read() {
        await client.prompt.get('review', { type: 'text', cacheTtlSeconds: ttl, fetchTimeoutMs: 10_000 });
        return undefined;
      },
      close: async () => close(),
    };
  },

  /** With its file driver: that of Redis is for another client. */
  async bentocache(source, { ttl, folder }) {
    const store = bentostore()
      .useL1Layer(memoryDriver({ maxItems: 10 }))
      .useL2Layer(fileDriver({ directory: join(folder, 'bento') }));
    const whenOld = { grace: '1h', graceBackoff: '1s', timeout: 0 } as const;
    const cache = new BentoCache({ default: 'tiers', stores: { tiers: store }, ...whenOld });
    return {
      async read() {
        await cache.getOrSet({ key: 'review', ttl: ttl * 1000, factory: source.load, onFactoryError() {} });
        return undefined;
      },
      close: () => cache.disconnectAll(),
    };
  },

  async 'lru-cache'(source, { ttl }) {
    const cache = new LRUCache<string, string>({
      max: 10,
      ttl: ttl * 1000,
      fetchMethod: source.load,
      allowStale: true,
      allowStaleOnFetchRejection: true,
      noDeleteOnFetchRejection: true,
    });
    return {
      async read() {
        if ((await cache.fetch('review')) === undefined) throw new Error('nothing to serve');
        return undefined;
      },
      async close() {},
    };
  },
};

/** Langfuse without HTTP: as many sockets as there are readers of a stampede are more than an operating system gives. */
export async function langfuseWithoutSockets(source: MoodySource): Promise<Contender> {
  const client = langfuseClient('http://127.0.0.1:9');
  client.api.prompts.get = (async () => langfusePrompt('review', await source.load())) as never;
  return {
    async read() {
      await client.prompt.get('review', { type: 'text' });
      return undefined;
    },
    async close() {},
  };
}
