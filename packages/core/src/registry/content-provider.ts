import type { PromptProvider } from '../provider/provider.ts';

/** The provider of texts that stand in the configuration itself. */
export const contentProvider: PromptProvider<{ content: string }> = {
  name: 'content',
  load: async ({ content }) => ({ content }),
};
