// The conformance suite for the provider of 'Writing one' in the README of core, which needs no credentials.
import { startFaultServer, testProvider } from '@prompts/provider-testkit';
import acme from './index.js';

testProvider({
  name: 'acme',
  async create() {
    const texts = new Map();
    const server = await startFaultServer((request) => {
      const text = texts.get(new URL(request.url).pathname.replace('/prompts/', ''));
      return text ? new Response(text) : new Response(null, { status: 404 });
    });
    return {
      provider: acme({ baseUrl: server.url, allowHosts: ['127.0.0.1'] }),
      config: (id) => ({ id }),
      write: (id, content) => void texts.set(id, Uint8Array.from(Buffer.from(content))),
      remove: (id) => void texts.delete(id),
      fail: (fault) => server.fail(fault),
      calls: () => server.requests.length,
      connections: () => server.connections,
      close: () => server.close(),
    };
  },
});
