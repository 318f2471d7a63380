import type { Collection } from '../collections/collection.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { CachedPrompt } from './cached-prompt.ts';

/** Pulls now, prompts and whole collections, and reports. */
export async function refresh(
  single: readonly CachedPrompt[],
  collections: readonly Collection[],
): Promise<RefreshReport> {
  const wanted = () => new Set([...single, ...collections.flatMap(({ members }) => [...members.values()])]);
  const before = new Map(Array.from(wanted(), (cached) => [cached, cached.slot.changes]));
  const asked = new Set([...single.map(({ source }) => source), ...collections]);
  await Promise.all(Array.from(asked, (each) => each.askAnew()));
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const { name, error } of collections) if (error) failed.push({ name, error });
  for (const cached of wanted()) {
    const { name, slot } = cached;
    if (slot.error) failed.push({ name, error: slot.error });
    else (slot.changes === before.get(cached) ? unchanged : changed).push(name);
  }
  return { changed, unchanged, failed };
}
