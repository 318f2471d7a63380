import { createPrompts } from '@prompts/core';
import { db } from '@prompts/provider-db';

const open = () =>
  createPrompts({
    systemPrompts: {
      review: {
        provider: 'db',
        config: { connection: process.env.PROMPTS_DATABASE ?? 'sqlite:./prompts.db', name: 'code-review' },
      },
    },
    providers: [db()],
  });

// A development server evaluates this module again after each edit. globalThis outlives that.
const kept = globalThis as { prompts?: ReturnType<typeof open> };

/** Opens the prompts once per process. After a mistake in the configuration, the next call tries again. */
export function getPrompts(): ReturnType<typeof open> {
  kept.prompts ??= open().catch((error) => {
    delete kept.prompts;
    throw error;
  });
  return kept.prompts;
}
