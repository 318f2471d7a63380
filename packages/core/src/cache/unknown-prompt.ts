import { PromptError } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { CatalogueItem, Collection } from './model.ts';

/** In UTF-16 units. */
const maxShownLength = 100;

/** How many alternatives to an ambiguous name an error names. */
const maxShownNames = 10;

/** Creates the error for a name that no entry covers. */
export function unknownPrompt(name: string, items: Iterable<CatalogueItem>): PromptError {
  const hint = didYouMean(name, namesOf(items)) ?? 'Add it to systemPrompts.';
  const prompt = shorten(name);
  return new PromptError('PROMPT_UNKNOWN', `No prompt '${prompt}' is configured. ${hint}`, { prompt });
}

/** Creates the error for a name that is not a member of its collection. */
export function notInCollection(given: string, { prompts, name, entry: { provider } }: Collection): PromptError {
  const hint = didYouMean(given, namesOf(prompts)) ?? 'Call list() to see its members.';
  const prompt = shorten(given);
  const message = `The collection '${name}' has no prompt '${prompt}'. ${hint}`;
  return new PromptError('NOT_FOUND', message, { prompt, provider });
}

/** Creates the error for a name that several members of a collection would have. */
export function ambiguousName(name: string, names: readonly string[]): PromptError {
  const shown = names.slice(0, maxShownNames).map((each) => `'${each}'`);
  const more = names.length > shown.length ? ` (and ${names.length - shown.length} more)` : '';
  const list = shown.join(', ') + more;
  const message = `several members have the name '${name}': read ${list}, or rename them at the source`;
  return new PromptError('CONFIG_INVALID', message);
}

/** Keeps a name that somebody made up from filling a log. */
function shorten(name: string): string {
  return name.length > maxShownLength ? `${name.slice(0, maxShownLength)}…` : name;
}

function namesOf(items: Iterable<CatalogueItem>): string[] {
  return Array.from(items, ({ name }) => name);
}
