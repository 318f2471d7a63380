import { randomBytes } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import createProvider from './index.ts';
import { startFakeSource } from './test-support/fake-source.ts';

testProvider({
  name: 'acme-notes',
  async create() {
    const source = await startFakeSource();
    const { token, texts } = source;
    const wrongToken = randomBytes(12).toString('hex');
    return {
      provider: createProvider({ baseUrl: source.url, allowHosts: ['127.0.0.1'] }),
      config: (id) => ({ note: id, token }),
      collection: () => ({ folder: 'team', token }),
      wrongCredentials: (id) => ({ note: id, token: wrongToken }),
      secrets: [token, wrongToken],
      write: (id, content) => void texts.set(id, Buffer.from(content).toString('utf8')),
      remove: (id) => void texts.delete(id),
      fail: (fault) => source.fail(fault),
      calls: () => source.requests.length,
      connections: () => source.connections,
      close: () => source.close(),
    };
  },
  cannot: { binary: 'the API returns JSON, which can only contain text' },
});
