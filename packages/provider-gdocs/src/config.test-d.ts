import { createPrompts, definePrompts } from '@prompts/core';
import gdocs, { type GoogleDocsConfig } from '@prompts/provider-gdocs';

const documentId = '1AbC_dEf-1234567890';

definePrompts({
  review: { provider: 'gdocs', config: { documentId, tab: 'Review', auth: { token: process.env.TOKEN } } },
  'team/*': { provider: 'gdocs', config: { folderId: documentId, variables: ['customer'] } },
  account: {
    provider: 'gdocs',
    config: {
      documentId,
      auth: { clientEmail: process.env.EMAIL, privateKey: () => 'key', subject: 'ada@company.example' },
    },
  },
  user: {
    provider: 'gdocs',
    config: { documentId, auth: { clientId: 'a', clientSecret: 'b', refreshToken: 'c' } },
    webhooks: ['change'],
  },
  machine: { provider: 'gdocs', config: { documentId, auth: { applicationDefault: true } } },
});

definePrompts({
  // @ts-expect-error documentId is missing
  review: { provider: 'gdocs', config: { tab: 'Review' } },
});

definePrompts({
  // @ts-expect-error a misspelt key
  review: { provider: 'gdocs', config: { documentId, tabb: 'Review' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  review: { provider: 'gdocs', config: { documentId, allowHosts: ['127.0.0.1'] } },
});

definePrompts({
  // @ts-expect-error a folder has no tab
  'team/*': { provider: 'gdocs', config: { folderId: documentId, tab: 'Review' } },
});

void createPrompts({
  systemPrompts: { review: { provider: 'gdocs', config: { documentId } } },
  providers: [
    gdocs({ rootUrl: 'https://google.corp.example', allowHosts: ['*.corp.example'], auth: { token: () => 'token' } }),
  ],
});

// @ts-expect-error a misspelt option
gdocs({ allowHost: [] });

export const config: GoogleDocsConfig = { documentId, tab: undefined };
