import type { Collection } from '../collections/collection.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { Catalogue } from './catalogue.ts';

/** The error for a name that nothing in the configuration stands for. */
export function unknownPrompt(prompt: string, { all }: Catalogue): PromptError {
  const hint = didYouMean(prompt, namesOf(all)) ?? 'Add it to systemPrompts.';
  return new PromptError('PROMPT_UNKNOWN', `No prompt '${prompt}' is configured. ${hint}`, { prompt });
}

/** The error for a name that its collection doesn't hold. */
export function notInCollection(prompt: string, { members, name, entry: { provider } }: Collection): PromptError {
  const hint = didYouMean(prompt, namesOf(members.values())) ?? 'list() tells what it holds.';
  return new PromptError('NOT_FOUND', `No prompt '${prompt}' is in the collection '${name}'. ${hint}`, {
    prompt,
    provider,
  });
}

function namesOf(known: Iterable<{ readonly name: string }>): string[] {
  return Array.from(known, ({ name }) => name);
}
