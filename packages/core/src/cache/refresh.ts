import { forPrompt } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { CacheContext } from './context.ts';
import { invalidate } from './invalidate.ts';
import { type CatalogueEntry, errorOf } from './model.ts';

/** Fetches prompts and whole collections from their sources now, and reports what changed. */
export async function refresh(
  requested: readonly CatalogueEntry[],
  { events, closed }: CacheContext,
): Promise<RefreshReport> {
  const changedNames = new Set<string>();
  const unsubscribe = events.on('change', ({ name }) => changedNames.add(name));
  const sources = [...new Set(requested.map(({ source }) => source))];
  await invalidate(sources, { bypassStore: true, force: true }, closed);
  const entries = () => requested.flatMap((entry) => (entry.slot ? entry : [entry, ...entry.prompts]));
  await Promise.all(entries().map(({ source }) => source.inFlight));
  unsubscribe();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const entry of entries()) {
    const { name, slot } = entry;
    const { access } = entry.source;
    const error = access.blockedBy ? forPrompt(access.blockedBy, entry) : errorOf(entry);
    if (error) failed.push({ name, error });
    else if (slot) (changedNames.has(name) ? changed : unchanged).push(name);
  }
  return { changed, unchanged, failed };
}
