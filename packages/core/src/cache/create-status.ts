import type { SourceQuota } from '../provider/provider.ts';
import type { SourceAddress } from '../provider/source-address.ts';
import type { PromptsStatus, SourceStatus } from '../status.ts';
import type { Catalogue, SourceGroup } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { type CatalogueItem, isLoaded, Source } from './model.ts';
import { summarisePrompts } from './summarise-prompts.ts';

/** Reports the health of everything in the catalogue, without calling a source. */
export function createStatus(catalogue: Catalogue, context: CacheContext): PromptsStatus {
  return {
    ready: catalogue.items.every((item) => !item.entry.required || isReady(item)),
    prompts: summarisePrompts(catalogue).map(({ name, state, error }) => {
      const freshUntil = catalogue.prompts.get(name)?.slot.freshUntil;
      return { name, state, staleSince: state === 'stale' ? context.toEpochMs(freshUntil) : undefined, error };
    }),
    sources: catalogue.groups.map((group) => sourceStatus(group, context)),
    ...context.persistence?.status(),
  };
}

function sourceStatus(group: SourceGroup, { toEpochMs }: CacheContext): SourceStatus {
  const [{ address }] = group;
  const failing = group.filter(({ error }) => error);
  const earliest = (times: readonly (number | undefined)[]) =>
    times.length === 0 ? undefined : toEpochMs(Math.min(...(times as number[])));
  return {
    provider: address.providerName,
    prompts: group.flatMap((fetchable) =>
      fetchable instanceof Source ? Array.from(fetchable.prompts, ({ name }) => name) : fetchable.name,
    ),
    failingSince: earliest(failing.map(({ failingSince }) => failingSince)),
    nextTry: earliest(failing.map(({ retryAt }) => retryAt)),
    quota: readQuota(address),
  };
}

/** A provider's mistake must not break the status of all others. */
function readQuota({ provider, config }: SourceAddress): SourceQuota | undefined {
  try {
    return provider.quota?.(config);
  } catch {
    return undefined;
  }
}

/** Whether a read gets a text of the source; a fallback is not one. */
function isReady(item: CatalogueItem): boolean {
  if (!item.slot) return item.listing !== undefined;
  return isLoaded(item) && item.slot.isServable();
}
