import { createHash, randomBytes } from 'node:crypto';
import { startFaultServer, testProvider } from '@prompts/provider-testkit';
import { http } from './http.ts';

const hash = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

testProvider({
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
      const etag = `"${hash(body)}"`;
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
});

testProvider({
  name: 'http, JSON with an API key',
  async create() {
    const stored = new Map<string, { readonly body: Buffer; readonly lastModified: string }>();
    const key = randomBytes(12).toString('hex');
    const wrongKey = randomBytes(12).toString('hex');
    const server = await startFaultServer((request) => {
      if (request.headers.get('x-api-key') !== key) return new Response(null, { status: 403 });
      const id = new URL(request.url).pathname.replace(/^\/prompts\/|\.json$/g, '');
      if (id === 'index') {
        return Response.json(
          [...stored].map(([name, { body }]) => ({ name, url: `${name}.json`, version: hash(body) })),
        );
      }
      const prompt = stored.get(id);
      if (prompt === undefined) return new Response(null, { status: 404 });
      const { body, lastModified } = prompt;
      const headers = { 'last-modified': lastModified, date: new Date().toUTCString() };
      if (request.headers.get('if-modified-since') === lastModified)
        return new Response(null, { status: 304, headers });
      return Response.json({ prompt: { text: body.toString() } }, { headers });
    });
    const config = (id: string) => ({
      url: `prompts/${id}.json`,
      baseUrl: server.url,
      select: '/prompt/text',
      headers: { 'x-api-key': key },
    });
    return {
      provider: http({ allowHosts: ['127.0.0.1'] }),
      config,
      write: (id, content) =>
        void stored.set(id, { body: Buffer.from(content), lastModified: new Date().toUTCString() }),
      remove: (id) => void stored.delete(id),
      collection: () => ({ index: `${server.url}/prompts/`, select: '/prompt/text', headers: { 'x-api-key': key } }),
      fail: (fault) => server.fail(fault),
      calls: () => server.requests.length,
      connections: () => server.connections,
      secrets: [key, wrongKey],
      wrongCredentials: (id) => ({ ...config(id), headers: { 'x-api-key': wrongKey } }),
      close: () => server.close(),
    };
  },
  cannot: { binary: 'a JSON document can only contain text' },
});
