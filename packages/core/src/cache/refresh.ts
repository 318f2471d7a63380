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
  const flights = new Set([...single.map(({ source }) => source), ...collections].map(({ flight }) => flight));
  await Promise.all(Array.from(flights, (flight) => flight.askAnew()));
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const { name, flight } of collections) if (flight.error) failed.push({ name, error: flight.error });
  for (const cached of wanted()) {
    const { name, slot } = cached;
    if (slot.error) failed.push({ name, error: slot.error });
    else (slot.changes === before.get(cached) ? unchanged : changed).push(name);
  }
  return { changed, unchanged, failed };
}
