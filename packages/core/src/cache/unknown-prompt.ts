import { PromptError } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { CatalogueItem, Collection } from './model.ts';

/** Creates the error for a name that no entry covers. */
export function unknownPrompt(prompt: string, items: Iterable<CatalogueItem>): PromptError {
  const hint = didYouMean(prompt, namesOf(items)) ?? 'Add it to systemPrompts.';
  return new PromptError('PROMPT_UNKNOWN', `No prompt '${prompt}' is configured. ${hint}`, { prompt });
}

/** Creates the error for a name that is not a member of its collection. */
export function notInCollection(prompt: string, { prompts, name, entry: { provider } }: Collection): PromptError {
  const hint = didYouMean(prompt, namesOf(prompts)) ?? 'Call list() to see its members.';
  const message = `The collection '${name}' has no prompt '${prompt}'. ${hint}`;
  return new PromptError('NOT_FOUND', message, { prompt, provider });
}

/** Creates the error for a name that several members of a collection would have. */
export function ambiguousName(name: string, names: readonly string[]): PromptError {
  const list = names.map((each) => `'${each}'`).join(', ');
  const message = `several members have the name '${name}': read ${list}, or rename them at the source`;
  return new PromptError('CONFIG_INVALID', message);
}

function namesOf(items: Iterable<CatalogueItem>): string[] {
  return Array.from(items, ({ name }) => name);
}
