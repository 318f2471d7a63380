import type { PromptsStatus, SourceStatus } from '../status.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import type { Flight } from './flight.ts';
import type { SourceAddress } from './source.ts';
import { summarise } from './summaries.ts';

/** One thing that is asked of a source: a text, or what a collection holds. */
interface Asked {
  readonly address: SourceAddress;
  readonly flight: Flight;
  readonly names: readonly string[];
}

/** Tells how everything in the catalogue is doing, from what is known: nothing is asked. */
export function statusOf(catalogue: Catalogue, context: CacheContext): PromptsStatus {
  const { prompts, collections, sources } = catalogue;
  const texts = Array.from(sources.values(), ({ address, flight, prompts }): Asked => {
    return { address, flight, names: prompts.map(({ name }) => name) };
  });
  const listings = collections.map(
    ({ parts, flight, name }): Asked => ({ address: parts.address, flight, names: [name] }),
  );
  const groups = Map.groupBy([...texts, ...listings], ({ address }) => address.group).values();
  return {
    ready:
      [...prompts.values()].every(({ entry, slot }) => !entry.required || slot.prompt !== undefined) &&
      collections.every(({ parts, listing }) => !parts.entry.required || listing !== undefined),
    prompts: summarise(catalogue).map(({ name, state }) => {
      const error =
        prompts.get(name)?.slot.error ?? collections.find((collection) => collection.name === name)?.flight.error;
      return { name, state, error };
    }),
    sources: Array.from(groups, (group) => sourceStatus(group as [Asked, ...Asked[]], context)),
  };
}

function sourceStatus(group: readonly [Asked, ...Asked[]], { clock, epochNow }: CacheContext): SourceStatus {
  const [{ address }] = group;
  const failing = group.map(({ flight }) => flight).filter(({ error }) => error !== undefined);
  const inEpoch = (times: readonly (number | undefined)[]) =>
    times.length === 0 ? undefined : epochNow() + Math.round(Math.min(...(times as number[])) - clock.now());
  return {
    provider: address.provider.name,
    prompts: group.flatMap(({ names }) => names),
    failingSince: inEpoch(failing.map(({ failingSince }) => failingSince)),
    nextTry: inEpoch(failing.map(({ retryAt }) => retryAt)),
    quota: address.provider.quota?.(address.config),
  };
}
