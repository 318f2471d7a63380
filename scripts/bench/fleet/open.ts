import KeyvRedis from '@keyv/redis';
import { postgresBus } from '@prompts/bus-postgres';
import { redisBus } from '@prompts/bus-redis';
import { createPrompts } from '@prompts/core';
import { Keyv } from 'keyv';

/** How a process of a fleet is set up. */
export interface MemberOptions {
  /** Of the source. */
  readonly url: string;
  /** Address of the store; left out: none. */
  readonly store?: string;
  /** Address of the bus; left out: none. */
  readonly bus?: string;
  /** Seconds. */
  readonly ttl: number;
  /** Seconds. */
  readonly lease?: number;
}

/** Opens the prompt `it`. @returns it and what ends all connections. */
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
      // Forced: it would wait for ever for a Redis that is frozen or gone.
      await redis?.disconnect(true);
    },
  };
}

function openBus(address: string) {
  return address.startsWith('redis:') ? redisBus(address) : postgresBus(address);
}
