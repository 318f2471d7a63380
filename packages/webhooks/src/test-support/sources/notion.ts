import { randomBytes, randomUUID } from 'node:crypto';
import { notion } from '@prompts/provider-notion';
import { paragraph } from '../../../../provider-notion/src/test-support/fake-blocks.ts';
import { startFakeNotion } from '../../../../provider-notion/src/test-support/fake-notion.ts';
import { pageEvent, signDelivery } from '../../../../provider-notion/src/test-support/sign-delivery.ts';
import type { PushingSource } from './source.ts';

/** Starts a fake Notion with two pages. */
export async function startNotion(): Promise<PushingSource> {
  const fake = await startFakeNotion();
  const touched = fake.page([paragraph('old')]);
  const untouched = fake.page([paragraph('same')]);
  const secret = randomBytes(16).toString('hex');
  const announcePage = (pageId: string, signedWith: string) =>
    signDelivery({ ...pageEvent(pageId), timestamp: new Date().toISOString() }, signedWith);
  const options = { token: fake.token(), baseUrl: fake.url, allowHosts: ['127.0.0.1'], requestsPerSecond: 10_000 };
  return {
    provider: notion(options),
    secret,
    configs: { touched: { pageId: touched.id }, untouched: { pageId: untouched.id } },
    marks: { touched: touched.id, untouched: untouched.id },
    requests: () => fake.server.requests,
    edit: (text) => fake.edit(touched, [paragraph(text)]),
    announce: (signedWith = secret) => announcePage(touched.id, signedWith),
    announceElsewhere: () => announcePage(randomUUID(), secret),
    sign: (body) => signDelivery(body, secret),
    [Symbol.asyncDispose]: fake.close,
  };
}
