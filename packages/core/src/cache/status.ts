import type { Collection } from '../collections/collection.ts';
import type { PromptsStatus, SourceStatus } from '../status.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { Source } from './source.ts';
import { summarise } from './summaries.ts';

/** One thing that is asked of a source: a text, or what a collection holds. */
type Asked = Source | Collection;

/** Tells how everything in the catalogue is doing, from what is known: nothing is asked. */
export function statusOf(catalogue: Catalogue, context: CacheContext): PromptsStatus {
  const { prompts, collections, sources } = catalogue;
  const groups = Map.groupBy<string, Asked>([...sources.values(), ...collections], ({ address }) => address.group);
  return {
    ready:
      [...prompts.values()].every(({ entry, slot }) => !entry.required || slot.prompt) &&
      collections.every(({ entry, listing }) => !entry.required || listing),
    prompts: summarise(catalogue).map(({ name, state, error }) => ({ name, state, error })),
    sources: Array.from(groups.values(), (group) => sourceStatus(group as [Asked, ...Asked[]], context)),
  };
}

function sourceStatus(group: readonly [Asked, ...Asked[]], { clock, epochNow }: CacheContext): SourceStatus {
  const [{ address }] = group;
  const failing = group.filter(({ error }) => error !== undefined);
  const firstOf = (times: readonly (number | undefined)[]) =>
    times.length === 0 ? undefined : epochNow() + Math.round(Math.min(...(times as number[])) - clock.now());
  return {
    provider: address.provider.name,
    prompts: group.flatMap((asked) => (asked instanceof Source ? asked.prompts.map(({ name }) => name) : asked.name)),
    failingSince: firstOf(failing.map(({ failingSince }) => failingSince)),
    nextTry: firstOf(failing.map(({ retryAt }) => retryAt)),
    quota: address.provider.quota?.(address.config),
  };
}
