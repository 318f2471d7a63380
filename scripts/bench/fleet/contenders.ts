import { join } from 'node:path';
import KeyvRedis from '@keyv/redis';
import { createPrompts } from '@prompts/core';
import { BentoCache, bentostore } from 'bentocache';
import { fileDriver } from 'bentocache/drivers/file';
import { memoryDriver } from 'bentocache/drivers/memory';
import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';
import { langfuseClient, langfusePrompt, startLangfuse } from '../langfuse-stub.ts';
import type { UnreliableSource } from './unreliable-source.ts';

/** A cache under test. */
export interface Contender {
  /** Reads the text. Rejects if there is none. @returns The state of the text, if the library reports it. */
  read(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The setup of a cache. */
export interface Setting {
  /** How long a text is fresh, in seconds. */
  readonly ttl: number;
  /** A folder that is kept across restarts. */
  readonly folder: string;
  /** The URL of a Redis server. */
  readonly redis: string;
}

type Start = (source: UnreliableSource, setting: Setting) => Promise<Contender>;

/** All caches, each set up as its documentation recommends for a source that may fail: stale texts are served immediately. */
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

  /** Uses HTTP, and its own retries. */
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

  /** Uses its file driver: the Redis driver needs another client. */
  async bentocache(source, { ttl, folder }) {
    const store = bentostore()
      .useL1Layer(memoryDriver({ maxItems: 10 }))
      .useL2Layer(fileDriver({ directory: join(folder, 'bento') }));
    const staleOptions = { grace: '1h', graceBackoff: '1s', timeout: 0 } as const;
    const cache = new BentoCache({ default: 'tiers', stores: { tiers: store }, ...staleOptions });
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

/** Creates Langfuse's cache without HTTP: operating systems don't allow one socket for each of 10,000 readers. */
export async function createLangfuseWithoutHttp(source: UnreliableSource): Promise<Contender> {
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
