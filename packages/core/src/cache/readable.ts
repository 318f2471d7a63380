import type { Collection } from '../collections/collection.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { CachedPrompt } from './cached-prompt.ts';

/** What can be read: one prompt, or a collection of them. */
export type Readable = CachedPrompt | Collection;

/** Whether it has come from its source, ever. */
export function isThere(what: Readable): boolean {
  return (what.slot ? what.slot.prompt : what.listing) !== undefined;
}

/** Why the last attempt for it failed; undefined once one succeeded. */
export function errorOf(what: Readable): PromptError | undefined {
  return (what.slot ?? what).error;
}
