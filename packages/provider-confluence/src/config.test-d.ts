import { createPrompts, definePrompts } from '@prompts/core';
import confluence, { type ConfluenceConfig } from '@prompts/provider-confluence';
import { createClient } from 'confluence.js/core';

const auth = { email: process.env.CONFLUENCE_EMAIL, token: process.env.CONFLUENCE_TOKEN };
const access = { baseUrl: 'company.atlassian.net', auth };

definePrompts({
  tone: {
    provider: 'confluence',
    config: { ...access, spaceKey: 'AI', pageId: 456, extract: 'code' },
    webhooks: ['page-updated'],
  },
  style: {
    provider: 'confluence',
    config: { ...access, spaceKey: 'AI', title: 'Style', variables: ['name'], version: '7' },
  },
  'team/*': {
    provider: 'confluence',
    config: { spaceKey: 'AI', label: 'prompt', token: () => 'token', deployment: 'data-center' },
  },
});

definePrompts({
  // @ts-expect-error a misspelt key among valid ones
  tone: { provider: 'confluence', config: { ...access, pageID: '456' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  tone: { provider: 'confluence', config: { ...access, pageId: '456', allowHosts: ['127.0.0.1'] } },
});

definePrompts({
  // @ts-expect-error another way to extract
  tone: { provider: 'confluence', config: { ...access, pageId: '456', extract: 'table' } },
});

void createPrompts({
  systemPrompts: { tone: { provider: 'confluence', config: { pageId: '456' } } },
  providers: [confluence({ ...access, allowHosts: ['127.0.0.1'], proxy: false })],
});

confluence({ client: createClient({ host: 'https://company.atlassian.net' }), deployment: 'cloud' });

// @ts-expect-error a misspelt option
confluence({ allowHost: [] });

export const config: ConfluenceConfig = { pageId: '456', spaceKey: undefined };
