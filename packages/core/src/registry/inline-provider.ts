import type { PromptProvider } from '../provider/provider.ts';

/** The provider of texts that stand in the configuration itself. */
export const inlineProvider: PromptProvider<{ content: string }> = {
  name: 'inline',
  load: async ({ content }) => ({ content }),
};
