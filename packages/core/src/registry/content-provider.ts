import type { PromptProvider } from '../provider/provider.ts';

/** The provider of texts in the configuration itself. */
export const contentProvider: PromptProvider<{ content: string }> = {
  name: 'content',
  capabilities: { verbatim: true },
  load: async ({ content }) => ({ content }),
};
