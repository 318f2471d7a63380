import { randomBytes, randomUUID } from 'node:crypto';
import { gdocs } from '@prompts/provider-gdocs';
import { createChannelRoutes } from '../../../../provider-gdocs/src/test-support/channel-routes.ts';
import { documentOf } from '../../../../provider-gdocs/src/test-support/document-json.ts';
import { startFakeGoogle } from '../../../../provider-gdocs/src/test-support/fake-google.ts';
import { notificationHeaders } from '../../../../provider-gdocs/src/test-support/notification-headers.ts';
import type { PushingSource } from './source.ts';

/** Starts a fake Google with two documents. It announces nothing before a channel is opened. */
export async function startGoogle(): Promise<PushingSource> {
  const { routes, opened } = createChannelRoutes();
  const fake = await startFakeGoogle({ routes });
  const ids = { touched: 'document-touched-0000', untouched: 'document-same-0000' };
  const edit = (text: string) => fake.state.write(ids.touched, documentOf(text));
  edit('old');
  fake.state.write(ids.untouched, documentOf('same'));
  const secret = randomBytes(16).toString('hex');
  let messages = 0;
  const announceFor = (id: string, token: string) => {
    messages += 1;
    const headers = notificationHeaders(secret, {
      'x-goog-channel-id': id,
      'x-goog-channel-token': token,
      'x-goog-message-number': String(messages),
    });
    return { headers, body: new Uint8Array() };
  };
  const announce = (signedWith = secret) => {
    const { id = '', token = '' } = opened[0] ?? {};
    return announceFor(id, signedWith === secret ? token : randomBytes(32).toString('hex'));
  };
  return {
    provider: gdocs({ allowHosts: ['127.0.0.1'], rootUrl: fake.url, auth: { token: fake.token('drive.readonly') } }),
    secret,
    configs: { touched: { documentId: ids.touched }, untouched: { documentId: ids.untouched } },
    marks: ids,
    requests: () => fake.requests,
    edit,
    announce,
    announceElsewhere: () => announceFor(randomUUID(), opened[0]?.token ?? ''),
    sign: (body) => ({ ...announce(), body: Buffer.from(body) }),
    [Symbol.asyncDispose]: fake.close,
  };
}
