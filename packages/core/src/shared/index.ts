import * as z from 'zod/mini';
import { createPromptsOn } from '../create-prompts.ts';
import { attachPersistence } from '../persistence/attach-persistence.ts';
import { requireNamespace } from '../persistence/require-namespace.ts';
import { probeStore } from '../persistence/store/probe-store.ts';
import { tierOptionsSchema } from '../persistence/tier-options-schema.ts';

export * from '../index.ts';

/** {@inheritDoc CreatePrompts} For any runtime, with `cache.store` and `cache.bus`. On Node `@prompts/core` has them too. */
export const createPrompts = createPromptsOn({
  optionShape: { cache: z.optional(tierOptionsSchema) },
  prepare: probeStore,
  checkAddresses: requireNamespace,
  attachPersistence,
});
