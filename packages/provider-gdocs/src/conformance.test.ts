import { randomBytes } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import { keepFinalNewline } from '../../../scripts/test/keep-final-newline.ts';
import type { ParsedConfig } from './config-schema.ts';
import { gdocs } from './gdocs.ts';
import { documentOf } from './test-support/document-json.ts';
import { startFakeGoogle } from './test-support/fake-google.ts';
import { notificationHeaders } from './test-support/notification-headers.ts';
import { idOf } from './test-support/start-provider.ts';

const paragraphs = 'a document has paragraphs instead of line endings and spaces around them';
const cannot = { crlf: paragraphs, whitespace: paragraphs, bom: paragraphs };

describeRoute('gdocs, exported by Drive', ['drive.readonly'], cannot);
describeRoute('gdocs, read with the Docs API', ['documents.readonly', 'drive.metadata.readonly'], {
  ...cannot,
  binary: 'the Docs API returns JSON',
  history: 'the Docs API has only the current text',
});

function describeRoute(name: string, scopes: readonly string[], cannot: Readonly<Record<string, string>>) {
  testProvider<ParsedConfig>({
    name,
    cannot,
    async create() {
      const fake = await startFakeGoogle();
      const token = fake.token(...scopes);
      const wrongToken = randomBytes(20).toString('hex');
      const secret = randomBytes(16).toString('hex');
      const createDelivery = (ids: readonly string[], key: string) => {
        for (const id of ids) fake.state.write(idOf(id), documentOf(randomBytes(8).toString('hex')));
        return { headers: notificationHeaders(key), body: new Uint8Array() };
      };
      const texts = new Set<string>();
      const access = { rootUrl: fake.url, auth: { token } };
      const config = (id: string) => ({ documentId: idOf(id), ...access });
      return {
        provider: keepFinalNewline(gdocs({ allowHosts: ['127.0.0.1'] }), texts),
        config,
        write(id, content) {
          if (typeof content !== 'string') return fake.state.write(idOf(id), [], content);
          texts.add(content);
          fake.state.write(idOf(id), documentOf(content));
        },
        remove: (id) => fake.state.delete(idOf(id)),
        collection: () => ({ folderId: 'root-folder-0', ...access }),
        fail: (fault) => fake.fail(fault),
        calls: () => fake.requests.length,
        downloads: () => fake.downloads,
        connections: () => fake.connections,
        secrets: [token, wrongToken, secret],
        wrongCredentials: (id) => ({ ...config(id), auth: { token: wrongToken } }),
        webhook: {
          secret,
          deliver: (ids) => createDelivery(ids, secret),
          forge: (ids) => createDelivery(ids, randomBytes(16).toString('hex')),
        },
        close: () => fake.close(),
      };
    },
  });
}
