import { createPromptsOn } from '../create-prompts.ts';
import { attachTiers } from '../persistence/attach.ts';
import { greetStore } from '../persistence/greet-store.ts';
import { sharedCacheSchema } from '../persistence/options-schema.ts';

export * from '../index.ts';

/** {@inheritDoc CreatePrompts} On any runtime, with `cache.store` and `cache.bus`. On Node `@prompts/core` has them too. */
export const createPrompts = createPromptsOn({
  optionShape: { cache: sharedCacheSchema.optional() },
  prepare: greetStore,
  attachTiers,
});
