import KeyvRedis from '@keyv/redis';
import { postgresBus } from '@prompts/bus-postgres';
import { redisBus } from '@prompts/bus-redis';
import { createPrompts } from '@prompts/core';
import { Keyv } from 'keyv';

/** The setup of a process of a fleet. */
export interface MemberOptions {
  /** The URL of the source. */
  readonly url: string;
  /** The URL of the store. Default: no store. */
  readonly store?: string;
  /** The URL of the bus. Default: no bus. */
  readonly bus?: string;
  /** In seconds. */
  readonly ttl: number;
  /** In seconds. */
  readonly lease?: number;
}

/** Opens the prompt `it`. @returns The prompts, and a function that closes all connections. */
export async function openMember({ url, store: address, bus, ttl, lease }: MemberOptions) {
  const load = async (_: unknown, { signal }: { readonly signal: AbortSignal }) => {
    const response = await fetch(url, { signal, headers: { 'x-process': `${process.pid}` } });
    return { content: await response.text() };
  };
  const redis = address === undefined ? undefined : new KeyvRedis(address);
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'counted', config: { url } } },
    providers: [{ name: 'counted', load }],
    cache: {
      ttl,
      lease,
      store: redis && new Keyv({ store: redis }),
      bus: bus === undefined ? undefined : openBus(bus),
    },
  });
  return {
    prompts,
    async close() {
      await prompts.close();
      // Forced, because otherwise it waits forever for a Redis that is paused or down.
      await redis?.disconnect(true);
    },
  };
}

function openBus(address: string) {
  return address.startsWith('redis:') ? redisBus(address) : postgresBus(address);
}
