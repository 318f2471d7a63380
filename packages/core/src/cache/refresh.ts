import type { PromptError } from '../errors/prompt-error.ts';
import type { Emitter } from '../events/emitter.ts';
import type { RefreshReport } from '../prompts.ts';
import { errorOf, type Readable } from './readable.ts';

/** Pulls now, prompts and whole collections, and reports. @param events Tell of what has changed. */
export async function refresh(wanted: readonly Readable[], events: Emitter): Promise<RefreshReport> {
  const all = () => wanted.flatMap((what) => (what.slot ? what : [what, ...what.prompts]));
  const told = new Set<string>();
  const unsubscribe = events.on('change', ({ name }) => told.add(name));
  const asked = [...new Set(wanted.map(({ source }) => source))];
  // What is under way may have read the source before it changed. All are waited for, so that all are asked in one turn.
  await Promise.all(asked.map(({ running }) => running));
  for (const one of asked) one.isPulled = true;
  await Promise.all(asked.map((one) => one.ask(true)));
  await Promise.all(all().map(({ source }) => source.running));
  unsubscribe();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const what of all()) {
    const { name, slot } = what;
    const error = errorOf(what);
    if (error) failed.push({ name, error });
    else if (slot) (told.has(name) ? changed : unchanged).push(name);
  }
  return { changed, unchanged, failed };
}
