import { createPrompts, definePrompts } from '@prompts/core';
import http from '@prompts/provider-http';

const url = 'https://prompts.example/review.md';

definePrompts({
  review: { provider: 'http', config: { url, select: '/text', auth: { token: process.env.TOKEN } } },
  'team/*': { provider: 'http', config: { index: url, headers: { 'x-api-key': () => 'key' } } },
});

definePrompts({
  // @ts-expect-error a misspelt key
  review: { provider: 'http', config: { ulr: url } },
});

definePrompts({
  // @ts-expect-error a misspelt key among valid ones
  review: { provider: 'http', config: { url, selct: '/text' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  review: { provider: 'http', config: { url, allowHosts: ['127.0.0.1'] } },
});

definePrompts({
  // @ts-expect-error a wrong type
  review: { provider: 'http', config: { url: 7 } },
});

definePrompts({
  // @ts-expect-error a misspelt key in auth
  review: { provider: 'http', config: { url, auth: { token: 'x', tokn: 'y' } } },
});

definePrompts({
  // @ts-expect-error neither kind of credentials
  review: { provider: 'http', config: { url, auth: { user: 'ada' } } },
});

void createPrompts({
  // @ts-expect-error a misspelt key, with createPrompts
  systemPrompts: { review: { provider: 'http', config: { ulr: url } } },
  providers: [http({ allowHosts: ['127.0.0.1'], baseUrl: 'prompts.example' })],
});

// @ts-expect-error a misspelt option
http({ allowHost: [] });
