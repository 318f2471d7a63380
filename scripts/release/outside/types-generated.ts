// Compiled where a generated package is installed: `/register` loads the types of its provider.
import { createPrompts, definePrompts } from '@prompts/core';
import 'prompts-provider-acme/register';

definePrompts({ greeting: { provider: 'acme', config: { note: 'greeting' } } });
definePrompts({
  // @ts-expect-error a misspelt key of the config
  greeting: { provider: 'acme', config: { nota: 'greeting' } },
});
// @ts-expect-error a misspelt option of the provider
await createPrompts({ systemPrompts: {}, providerOptions: { acme: { bseUrl: 'https://api.example' } } });
