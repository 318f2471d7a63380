import '@prompts/provider-http/register';
import { createPrompts } from '@prompts/core';

const prompts = await createPrompts({
  systemPrompts: { review: { provider: 'http', config: { url: process.env.PROMPT_URL ?? '' } } },
  // Where options for the factory of a registered provider go. A public host needs no allowHosts.
  providerOptions: { http: { allowHosts: process.env.PROMPT_HOSTS?.split(',') ?? [] } },
});
console.log(await prompts.render('review', { language: process.argv[2] ?? 'TypeScript' }));
await prompts.close();
