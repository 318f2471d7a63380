import type { PromptsStatus, SourceStatus } from '../status.ts';
import type { Catalogue, SourceGroup } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { isThere } from './readable.ts';
import { Source } from './source.ts';
import { summarise } from './summaries.ts';

/** Tells how everything in the catalogue is doing, from what is known: nothing is asked. */
export function statusOf(catalogue: Catalogue, context: CacheContext): PromptsStatus {
  return {
    ready: catalogue.all.every((what) => !what.entry.required || isThere(what)),
    prompts: summarise(catalogue).map(({ name, state, error }) => {
      const staleSince = state === 'stale' ? context.epochOf(catalogue.prompts.get(name)?.slot.freshUntil) : undefined;
      return { name, state, staleSince, error };
    }),
    sources: catalogue.groups.map((group) => sourceStatus(group, context)),
    ...context.tiers?.status(),
  };
}

function sourceStatus(group: SourceGroup, { epochOf }: CacheContext): SourceStatus {
  const [{ address }] = group;
  const failing = group.filter(({ error }) => error);
  const firstOf = (times: readonly (number | undefined)[]) =>
    times.length === 0 ? undefined : epochOf(Math.min(...(times as number[])));
  return {
    provider: address.provider.name,
    prompts: group.flatMap((asked) =>
      asked instanceof Source ? Array.from(asked.prompts, ({ name }) => name) : asked.name,
    ),
    failingSince: firstOf(failing.map(({ failingSince }) => failingSince)),
    nextTry: firstOf(failing.map(({ retryAt }) => retryAt)),
    quota: address.provider.quota?.(address.config),
  };
}
