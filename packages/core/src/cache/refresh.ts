import type { Collection } from '../collections/collection.ts';
import type { Lister } from '../collections/lister.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import type { Loader } from './loader.ts';

/** Pulls now, prompts and whole collections, and reports. @throws `CLOSED` when closed meanwhile. */
export async function refresh(
  { single, collections }: { readonly single: readonly CachedPrompt[]; readonly collections: readonly Collection[] },
  { loader, lister, context }: { readonly loader: Loader; readonly lister: Lister; readonly context: CacheContext },
): Promise<RefreshReport> {
  const wanted = () => new Set([...single, ...collections.flatMap(({ members }) => [...members.values()])]);
  const before = new Map(Array.from(wanted(), (cached) => [cached, cached.slot.changes]));
  await Promise.all([
    ...Array.from(new Set(single.map(({ source }) => source)), (source) => loader.reload(source)),
    ...collections.map((collection) => lister.relist(collection)),
  ]);
  context.closed.throwIfAborted();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const { name, flight } of collections)
    if (flight.error !== undefined) failed.push({ name, error: flight.error });
  for (const cached of wanted()) {
    const { name, slot } = cached;
    if (slot.error !== undefined) failed.push({ name, error: slot.error });
    else if (slot.changes === before.get(cached)) unchanged.push(name);
    else changed.push(name);
  }
  return { changed, unchanged, failed };
}
