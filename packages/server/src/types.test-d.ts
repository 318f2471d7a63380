import '@prompts/provider-github';
import type { Prompt } from '@prompts/core';
import { createAIServerAsync, type SystemPrompt } from './index.ts';

const server = await createAIServerAsync({
  systemPrompts: {
    greeting: 'Hello {name}.',
    support: { file: './support.md', name: 'Support', variables: ['name'], version: '1.0' },
    old: { content: '', db: { table: 'prompts', id: 1 } },
    review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md' }, required: true },
    'team/*': { provider: 'github', config: { repo: 'company/ai-prompts', path: 'team' } },
    other: { provider: 'not-typed', config: { anything: 1 } },
  },
  hostname: 'localhost',
  auth: { tokens: ['token', () => 'asked', { reveal: async () => 'kept' }] },
});
(await server.prompts.get('review')) satisfies Prompt;
await server.prompts.get('team/python');
await server.prompts.refresh('team/*');
server.promptManager.getPrompt('greeting', { name: 'Ada' }) satisfies string;
// @ts-expect-error an unknown name
await server.prompts.get('reviews');

// A configuration that is known only at run time.
export const start = (systemPrompts: Record<string, SystemPrompt>) => createAIServerAsync({ systemPrompts });
await createAIServerAsync({});

await createAIServerAsync({
  systemPrompts: {
    // @ts-expect-error a misspelt key of the config of a known provider
    review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md', brnch: 'main' } },
  },
});
await createAIServerAsync({
  systemPrompts: {
    // @ts-expect-error a misspelt key of an entry with a provider
    review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md' }, fallbak: 'x' },
  },
});
// @ts-expect-error a misspelt option
await createAIServerAsync({ hostnam: 'localhost' });
