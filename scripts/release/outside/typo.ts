// Must not compile, for one reason only.
import { createPrompts } from '@prompts/core';
import type {} from '@prompts/provider-http';

await createPrompts({
  systemPrompts: {
    correct: { provider: 'http', config: { url: 'https://prompts.example.com/review.md' } },
    mistake: { provider: 'http', config: { ulr: 'https://prompts.example.com/review.md' } },
  },
});
