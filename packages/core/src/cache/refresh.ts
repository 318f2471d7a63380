import { forPrompt } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { findRefreshable } from './find-refreshable.ts';
import { announce, invalidate } from './invalidate.ts';
import { type CachedPrompt, type CatalogueItem, type Collection, errorOf, type Source } from './model.ts';

/** Fetches prompts and collections from their sources now, and reports what changed, including prompts that are made from others. */
export async function refresh(
  requested: readonly CatalogueItem[],
  catalogue: Catalogue,
  context: CacheContext,
): Promise<RefreshReport> {
  const { events, publisher } = context;
  const changedNames = new Set<string>();
  const errors = new Map<string, PromptError>();
  const unsubscribes = [
    events.on('change', ({ name }) => changedNames.add(name)),
    events.on('error', ({ name, error }) => errors.set(name, error)),
  ];
  const fetched = new Set<Source | Collection>();
  const failures = new Map<CatalogueItem, PromptError>();
  // By then, a listing may have led the name of a member to another source.
  for (let sources = findDue(); sources.length > 0; sources = findDue()) {
    for (const source of sources) fetched.add(source);
    announce(
      sources.filter(({ isAnnouncementDeferred }) => isAnnouncementDeferred),
      context.clock.now(),
    );
    for (const failure of await invalidate(sources, { bypassStore: true, force: true }, context))
      failures.set(...failure);
    await Promise.all(sources.map((source) => 'entry' in source && source.memberLoads));
  }
  const items = findItems().flatMap((each) => (each.slot ? each : [each, ...each.prompts]));
  const dependents = new Set(items.flatMap((item) => (item.slot ? [...publisher.dependentsOf(item)] : [])));
  for (const item of items) dependents.delete(item as CachedPrompt);
  await Promise.all([...items, ...dependents].map(({ slot }) => slot?.deriving));
  for (const unsubscribe of unsubscribes) unsubscribe();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const item of items) {
    const { name, slot, source, collection } = item;
    const failure = failures.get(item) ?? (collection && failures.get(collection)) ?? source.access.blockedBy;
    const error = failure ? forPrompt(failure, item) : errorOf(item);
    if (error) failed.push({ name, error });
    else if (slot) (changedNames.has(name) ? changed : unchanged).push(name);
  }
  for (const { name, slot } of dependents) {
    const error = slot.error && errors.get(name);
    if (error) failed.push({ name, error });
    else if (changedNames.has(name)) changed.push(name);
  }
  return { changed, unchanged, failed };

  function findItems(): CatalogueItem[] {
    return requested.map((item) => (item.slot ? findRefreshable(item.name, catalogue) : item));
  }

  function findDue(): (Source | Collection)[] {
    return [...new Set(findItems().map(({ source }) => source))].filter((source) => !fetched.has(source));
  }
}
