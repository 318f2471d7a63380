import type { Collection } from '../collections/collection.ts';
import type { PromptErrorCode } from '../errors/codes.ts';
import { PromptError, type PromptErrorOptions } from '../errors/prompt-error.ts';
import { nearest } from '../identity/suggest.ts';
import type { Catalogue } from './catalogue.ts';

/** The error for a name that nothing in the configuration stands for. */
export function unknownPrompt(name: string, { prompts, collections }: Catalogue): PromptError {
  const names = [...prompts.values(), ...collections];
  return noPrompt('PROMPT_UNKNOWN', name, names, 'is configured', 'Add it to systemPrompts.');
}

/** The error for a name that its collection doesn't hold. */
export function notInCollection(name: string, { members, name: collection, entry }: Collection): PromptError {
  const { provider } = entry;
  const where = `is in the collection '${collection}'`;
  return noPrompt('NOT_FOUND', name, members.values(), where, 'list() tells what it holds.', { provider });
}

function noPrompt(
  code: PromptErrorCode,
  name: string,
  known: Iterable<{ readonly name: string }>,
  where: string,
  mend: string,
  options?: PromptErrorOptions,
): PromptError {
  const near = nearest(
    name,
    Array.from(known, (one) => one.name),
  );
  const hint = near === undefined ? mend : `Did you mean '${near}'?`;
  return new PromptError(code, `No prompt '${name}' ${where}. ${hint}`, { ...options, prompt: name });
}
