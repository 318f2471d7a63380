import { createHash, randomBytes } from 'node:crypto';
import type { PromptProvider } from '@prompts/core';
import { startFaultServer } from '../server/fault-server.ts';
import type { SourceUnderTest } from '../suite/source.ts';
import { type SampleConfig, sampleProvider, sign } from './sample-provider.ts';

/** Starts an HTTP source of texts by id, with history, ETags, an index and a token. */
export async function startSampleSource(
  provider: PromptProvider<SampleConfig> = sampleProvider(),
): Promise<SourceUnderTest<SampleConfig>> {
  const token = randomBytes(12).toString('hex');
  const wrongToken = randomBytes(12).toString('hex');
  const secret = randomBytes(12).toString('hex');
  const stored = new Map<string, Buffer[]>();
  let downloads = 0;
  const server = await startFaultServer((request) => {
    if (request.headers.get('authorization') !== `Bearer ${token}`) return new Response(null, { status: 401 });
    const { pathname, searchParams } = new URL(request.url);
    const id = pathname.slice(1);
    if (id === '')
      return Response.json([...stored].map(([name, texts]) => ({ id: name, version: etagOf(texts.at(-1)) })));
    const history = stored.get(id);
    if (history === undefined) return new Response(null, { status: 404 });
    if (searchParams.has('history')) return Response.json(history.map(etagOf).reverse());
    const wanted = searchParams.get('version');
    const body = wanted === null ? history.at(-1) : history.find((text) => etagOf(text) === wanted);
    const etag = etagOf(body);
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
    downloads += 1;
    return new Response(Uint8Array.from(body ?? []), {
      headers: { etag, 'content-type': 'text/plain; charset=utf-8' },
    });
  });
  const url = (id: string) => `${server.url}/${id}`;
  const deliver = (ids: readonly string[], key: string) => {
    const body = Buffer.from(JSON.stringify(ids.map(url)));
    return { headers: new Headers({ 'x-signature': sign(body, key) }), body };
  };
  return {
    provider,
    config: (id) => ({ url: url(id), token }),
    write: (id, content) => void stored.set(id, [...(stored.get(id) ?? []), Buffer.from(content)]),
    remove: (id) => void stored.delete(id),
    collection: () => ({ url: url(''), token }),
    fail: (fault) => server.fail(fault),
    calls: () => server.requests.length,
    downloads: () => downloads,
    connections: () => server.connections,
    secrets: [token, wrongToken, secret],
    wrongCredentials: (id) => ({ url: url(id), token: wrongToken }),
    webhook: { deliver: (ids) => deliver(ids, secret), forge: (ids) => deliver(ids, wrongToken), secret },
    close: () => server.close(),
  };
}

const etagOf = (text: Buffer | undefined): string =>
  createHash('sha256')
    .update(text ?? '')
    .digest('hex');
