import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import { errorOf, type Readable } from './readable.ts';

/** Pulls now, prompts and whole collections, and reports. */
export async function refresh(wanted: readonly Readable[]): Promise<RefreshReport> {
  const all = () => wanted.flatMap((what) => ('slot' in what ? what : [what, ...what.prompts]));
  const before = new Map(all().map((what) => [what, 'slot' in what && what.slot.changes]));
  const asked = [...new Set(wanted.map(({ source }) => source))];
  // What is under way may have read the source before it changed. All are waited for, so that all are asked in one turn.
  await Promise.all(asked.map(({ running }) => running));
  await Promise.all(asked.map((one) => one.ask(true)));
  await Promise.all(all().map(({ source }) => source.running));
  const changed: string[] = [];
  const unchanged: string[] = [];
  const failed: { name: string; error: PromptError }[] = [];
  for (const what of all()) {
    const { name } = what;
    const error = errorOf(what);
    if (error) failed.push({ name, error });
    else if ('slot' in what) (what.slot.changes === before.get(what) ? unchanged : changed).push(name);
  }
  return { changed, unchanged, failed };
}
