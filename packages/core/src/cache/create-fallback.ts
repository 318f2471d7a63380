import type { CacheContext } from './context.ts';
import { type CachedPrompt, Source } from './model.ts';
import { Slot } from './slot.ts';

/**
 * Creates the fallback of a prompt. It is made like any other prompt, but from a text in the configuration: no source is called.
 * @returns undefined if the entry has none.
 */
export function createFallback(
  { name, entry, hooks }: Pick<CachedPrompt, 'name' | 'entry' | 'hooks'>,
  { address, access }: Pick<Source, 'address' | 'access'>,
  { clock, toEpochMs, publisher }: CacheContext,
): CachedPrompt | undefined {
  const { fallback: content, limits } = entry;
  if (content === undefined) return undefined;
  const source = new Source(address, access, clock, () => {});
  const slot = new Slot(limits, { clock, hooks });
  const ownText = { form: 'content', hasProvider: false, frontMatter: false, verbatim: true } as const;
  const fallback: CachedPrompt = { name, entry: { ...entry, ...ownText }, source, hooks, slot, isFallback: true };
  source.prompts.add(fallback);
  slot.deriving = publisher.publish({ source, template: { content }, fetchedAt: toEpochMs() });
  return fallback;
}
