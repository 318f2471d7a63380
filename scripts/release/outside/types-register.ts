// Compiled by itself: `/register` alone loads the types of a provider.
import { createPrompts, type PromptsOf } from '@prompts/core';
import '@prompts/provider-confluence/register';
import '@prompts/provider-db/register';
import '@prompts/provider-gdocs/register';
import '@prompts/provider-github/register';
import '@prompts/provider-http/register';
import '@prompts/provider-notion/register';

const config = {
  systemPrompts: {
    greeting: 'Hello {{name}}',
    review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md' } },
  },
  providerOptions: {
    confluence: { baseUrl: 'company.atlassian.net' },
    db: { connection: 'sqlite:./prompts.db' },
    gdocs: { auth: { token: () => 'asked' } },
    github: { token: () => 'asked' },
    http: { allowHosts: ['127.0.0.1'] },
    notion: { token: () => 'asked' },
  },
} as const;
export const prompts: PromptsOf<typeof config> = await createPrompts(config);
await prompts.render('greeting', { name: 'Ada' });
// @ts-expect-error a variable is missing
await prompts.render('greeting', {});

await createPrompts({
  systemPrompts: {
    // @ts-expect-error a misspelt key of the config
    review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md', brnch: 'main' } },
  },
});
await createPrompts({
  systemPrompts: {},
  // @ts-expect-error a misspelt option of the provider
  providerOptions: { confluence: { basUrl: 'company.atlassian.net' } },
});
// @ts-expect-error a misspelt option of the provider
await createPrompts({ systemPrompts: {}, providerOptions: { http: { alowHosts: [] } } });
// @ts-expect-error a misspelt option of the provider
await createPrompts({ systemPrompts: {}, providerOptions: { gdocs: { auht: undefined } } });
// @ts-expect-error a misspelt option of the provider
await createPrompts({ systemPrompts: {}, providerOptions: { notion: { tokn: 'x' } } });
// @ts-expect-error a misspelt option of the provider
await createPrompts({ systemPrompts: {}, providerOptions: { db: { conection: 'x' } } });
