import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import { askedFor, type Readable } from './readable.ts';

/** Pulls now, prompts and whole collections, and reports. */
export async function refresh(wanted: readonly Readable[]): Promise<RefreshReport> {
  const prompts = () => wanted.flatMap((what) => ('slot' in what ? what : [...what.prompts]));
  const before = new Map(prompts().map((cached) => [cached, cached.slot.changes]));
  const asked = [...new Set(wanted.map(askedFor))];
  // What is under way may have read the source before it changed. All are waited for, so that all are asked in one turn.
  await Promise.all(asked.map(({ running }) => running));
  await Promise.all(asked.map((one) => one.ask(true)));
  await Promise.all(prompts().map(({ source }) => source.running));
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const what of wanted) if (!('slot' in what) && what.error) failed.push({ name: what.name, error: what.error });
  for (const cached of prompts()) {
    const { name, slot } = cached;
    if (slot.error) failed.push({ name, error: slot.error });
    else (slot.changes === before.get(cached) ? unchanged : changed).push(name);
  }
  return { changed, unchanged, failed };
}
