// Compiled against core alone, with nothing but the language: no Node, no newer library.
import { createPrompts, type PromptBus, type PromptProvider, type PromptStore } from '@prompts/core';
import { toPrometheus } from '@prompts/core/prometheus';
import { createPrompts as createShared } from '@prompts/core/shared';

const provider: PromptProvider<{ id: string }> = { name: 'acme', load: async ({ id }) => ({ content: id }) };
const prompts = await createPrompts({
  systemPrompts: { it: { provider: 'acme', config: { id: 'x' } }, row: { db: { anything: 1 } } },
  providers: [provider],
});
prompts.on('change', ({ name, prompt }) => prompts.peek(name)?.render({ text: prompt.content }));
await prompts.close();

const values = new Map<string, unknown>();
const store: PromptStore = {
  get: async (key) => values.get(key),
  set: async (key, value) => values.set(key, value),
  delete: async (key) => values.delete(key),
};
const bus: PromptBus = { publish: async () => {}, subscribe: async () => ({ [Symbol.asyncDispose]: async () => {} }) };
const shared = await createShared({ systemPrompts: { it: 'Hello.' }, cache: { store, bus, lease: 5 } });
export const metrics: string = toPrometheus(shared.status());
await shared.close();
