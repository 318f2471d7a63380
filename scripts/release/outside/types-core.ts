// Compiled against core alone, with nothing but the language: no Node, no newer library.
import { createPrompts, type PromptProvider } from '@prompts/core';

const provider: PromptProvider<{ id: string }> = { name: 'acme', load: async ({ id }) => ({ content: id }) };
const prompts = await createPrompts({
  systemPrompts: { it: { provider: 'acme', config: { id: 'x' } }, row: { db: { anything: 1 } } },
  providers: [provider],
});
prompts.on('change', ({ name, prompt }) => prompts.peek(name)?.render({ text: prompt.content }));
await prompts.close();
