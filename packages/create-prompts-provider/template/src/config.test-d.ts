import { createPrompts, definePrompts } from '@prompts/core';
import type {} from './index.ts';

definePrompts({
  review: { provider: 'acme-notes', config: { note: 'review', token: () => process.env.TOKEN ?? '' } },
  'team/*': { provider: 'acme-notes', config: { folder: 'team' } },
});

definePrompts({
  // @ts-expect-error a misspelt key
  review: { provider: 'acme-notes', config: { nota: 'review' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  review: { provider: 'acme-notes', config: { note: 'review', allowHosts: ['127.0.0.1'] } },
});

// @ts-expect-error a misspelt option
void createPrompts({ systemPrompts: {}, providerOptions: { 'acme-notes': { bseUrl: 'https://api.example' } } });
