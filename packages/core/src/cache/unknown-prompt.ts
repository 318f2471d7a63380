import type { Collection } from '../collections/collection.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { Catalogue } from './catalogue.ts';
import type { Readable } from './readable.ts';

/** The error for a name that nothing in the configuration stands for. */
export function unknownPrompt(prompt: string, { all }: Catalogue): PromptError {
  const hint = didYouMean(prompt, namesOf(all)) ?? 'Add it to systemPrompts.';
  return new PromptError('PROMPT_UNKNOWN', `No prompt '${prompt}' is configured. ${hint}`, { prompt });
}

/** The error for a name that its collection doesn't hold. */
export function notInCollection(prompt: string, { prompts, name, entry: { provider } }: Collection): PromptError {
  const hint = didYouMean(prompt, namesOf(prompts)) ?? 'list() tells what it holds.';
  const message = `No prompt '${prompt}' is in the collection '${name}'. ${hint}`;
  return new PromptError('NOT_FOUND', message, { prompt, provider });
}

function namesOf(known: Iterable<Readable>): string[] {
  return Array.from(known, ({ name }) => name);
}
