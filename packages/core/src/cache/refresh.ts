import { forPrompt } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { CacheContext } from './context.ts';
import { invalidate } from './invalidate.ts';
import { type CatalogueItem, errorOf } from './model.ts';

/** Fetches prompts and whole collections from their sources now, and reports what changed. */
export async function refresh(
  requested: readonly CatalogueItem[],
  { events, closed }: CacheContext,
): Promise<RefreshReport> {
  const changedNames = new Set<string>();
  const unsubscribe = events.on('change', ({ name }) => changedNames.add(name));
  const sources = [...new Set(requested.map(({ source }) => source))];
  const blocked = await invalidate(sources, { bypassStore: true, force: true }, closed);
  const items = () => requested.flatMap((item) => (item.slot ? item : [item, ...item.prompts]));
  await Promise.all(sources.map((source) => 'entry' in source && source.memberLoads));
  await Promise.all(items().map(({ source }) => source.inFlight));
  unsubscribe();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const item of items()) {
    const { name, slot } = item;
    const blockedBy = blocked.get(item.source) ?? item.source.access.blockedBy;
    const error = blockedBy ? forPrompt(blockedBy, item) : errorOf(item);
    if (error) failed.push({ name, error });
    else if (slot) (changedNames.has(name) ? changed : unchanged).push(name);
  }
  return { changed, unchanged, failed };
}
