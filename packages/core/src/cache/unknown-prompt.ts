import type { Collection } from '../collections/collection.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { nearest } from '../identity/suggest.ts';
import type { Catalogue } from './catalogue.ts';

/** The error for a name that nothing in the configuration stands for. */
export function unknownPrompt(name: string, { prompts, collections }: Catalogue): PromptError {
  const near = nearest(name, [...prompts.keys(), ...collections.map((collection) => collection.name)]);
  const hint = near === undefined ? 'Add it to systemPrompts.' : `Did you mean '${near}'?`;
  return new PromptError('PROMPT_UNKNOWN', `No prompt '${name}' is configured. ${hint}`, { prompt: name });
}

/** The error for a name that its collection doesn't hold. */
export function notInCollection(name: string, { members, name: collection, parts }: Collection): PromptError {
  const near = nearest(
    name,
    Array.from(members.values(), (member) => member.name),
  );
  const hint = near === undefined ? 'list() tells what it holds.' : `Did you mean '${near}'?`;
  const message = `The collection '${collection}' holds no prompt '${name}'. ${hint}`;
  return new PromptError('NOT_FOUND', message, { prompt: name, provider: parts.entry.provider });
}
