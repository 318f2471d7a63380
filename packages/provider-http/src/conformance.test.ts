import { createHash, randomBytes } from 'node:crypto';
import { startFaultServer, testProvider } from '@prompts/provider-testkit';
import type { ParsedConfig } from './config-schema.ts';
import { http } from './http.ts';

testProvider<ParsedConfig>({
  name: 'http',
  async create() {
    const stored = new Map<string, Uint8Array>();
    const token = randomBytes(12).toString('hex');
    const wrongToken = randomBytes(12).toString('hex');
    let downloads = 0;
    const server = await startFaultServer((request) => {
      if (request.headers.get('authorization') !== `Bearer ${token}`) return new Response(null, { status: 401 });
      const { pathname } = new URL(request.url);
      if (pathname === '/index.json') return Response.json([...stored.keys()]);
      const body = stored.get(pathname.slice(1));
      if (body === undefined) return new Response(null, { status: 404 });
      const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
      if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
      downloads += 1;
      const headers = { etag, 'content-type': 'text/markdown; charset=utf-8' };
      return new Response(Uint8Array.from(body), { headers });
    });
    return {
      provider: http({ allowHosts: ['127.0.0.1'] }),
      config: (id) => ({ url: `${server.url}/${id}`, token }),
      write: (id, content) => void stored.set(id, Buffer.from(content)),
      remove: (id) => void stored.delete(id),
      collection: () => ({ index: `${server.url}/`, token }),
      fail: (fault) => server.fail(fault),
      calls: () => server.requests.length,
      downloads: () => downloads,
      connections: () => server.connections,
      secrets: [token, wrongToken],
      wrongCredentials: (id) => ({ url: `${server.url}/${id}`, auth: { token: wrongToken } }),
      close: () => server.close(),
    };
  },
  cannot: { 'malformed-json': 'without select a response is plain text, so broken JSON is a valid text' },
});
