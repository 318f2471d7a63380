import { createPrompts, definePrompts } from '@prompts/core';
import notion, { type NotionConfig } from '@prompts/provider-notion';

const pageId = '2f1c8a6d9b3e4f7081a2b3c4d5e6f708';

definePrompts({
  tone: { provider: 'notion', config: { pageId, token: process.env.NOTION_TOKEN } },
  code: {
    provider: 'notion',
    config: { pageId, extract: 'code', variables: ['name'] },
    webhooks: ['page.content_updated'],
  },
  'support/*': {
    provider: 'notion',
    config: { dataSourceId: pageId, name: 'Slug', property: 'Prompt', filter: { Status: 'Live', Ready: true } },
  },
});

definePrompts({
  // @ts-expect-error pageId is missing
  tone: { provider: 'notion', config: { token: () => 'token' } },
});

definePrompts({
  // @ts-expect-error a misspelt key among valid ones
  tone: { provider: 'notion', config: { pageId, propery: 'Prompt' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  tone: { provider: 'notion', config: { pageId, allowHosts: ['127.0.0.1'] } },
});

const config: NotionConfig = { pageId };
const systemPrompts = { tone: { provider: 'notion', config } } as const;
const options = { token: () => 'token', requestsPerSecond: 3, proxy: 'http://proxy.example', tls: { ca: 'authority' } };
await createPrompts({ systemPrompts, providers: [notion(options)] });
