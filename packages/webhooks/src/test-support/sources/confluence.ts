import { randomBytes, randomUUID } from 'node:crypto';
import { confluence } from '@prompts/provider-confluence';
import { storageCode } from '../../../../provider-confluence/src/test-support/documents.ts';
import { startFakeConfluence } from '../../../../provider-confluence/src/test-support/fake-confluence.ts';
import { signDelivery } from '../../../../provider-confluence/src/test-support/sign-delivery.ts';
import type { PushingSource } from './source.ts';

/** Starts a fake Confluence Data Center with two pages. */
export async function startConfluence(): Promise<PushingSource> {
  const fake = await startFakeConfluence({ deployment: 'data-center' });
  const write = (text: string) => fake.write('4711', { title: 'Tone', spaceKey: 'AI', body: storageCode(text) });
  write('old');
  fake.write('4712', { title: 'Other', spaceKey: 'AI', body: storageCode('same') });
  const secret = randomBytes(16).toString('hex');
  const announcePage = (page: object, signedWith: string) =>
    signDelivery({ event: 'page_updated', timestamp: Date.now(), userKey: randomUUID(), page }, signedWith);
  const configOf = (pageId: string) => ({ ...fake.access, pageId, extract: 'code' });
  return {
    provider: confluence({ allowHosts: ['127.0.0.1'] }),
    secret,
    configs: { touched: configOf('4711'), untouched: configOf('4712') },
    marks: { touched: '4711', untouched: '4712' },
    requests: () => fake.server.requests,
    edit: write,
    announce: (signedWith = secret) => announcePage({ id: 4711, spaceKey: 'AI', title: 'Tone' }, signedWith),
    announceElsewhere: () => announcePage({ id: 4713, spaceKey: 'HR', title: 'Tone' }, secret),
    sign: (body) => signDelivery(body, secret),
    [Symbol.asyncDispose]: fake.close,
  };
}
