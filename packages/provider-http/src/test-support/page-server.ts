import { createHash } from 'node:crypto';
import { type FaultServer, startFaultServer } from '@prompts/provider-testkit';

/** A response of a {@link PageServer}. */
export interface Page {
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a hash of the body. */
  readonly etag?: false | string;
}

/** A server of pages that tests define. */
export interface PageServer extends FaultServer {
  /** By path. */
  readonly pages: Map<string, Page>;
  /** Returns the number of responses with a body. */
  readonly downloads: () => number;
  /** Returns a header of the last request. */
  readonly lastHeader: (name: string) => string | undefined;
}

/** Starts a server that supports conditional requests as defined in RFC 9110. */
export async function startPageServer(): Promise<PageServer> {
  const pages = new Map<string, Page>();
  let downloads = 0;
  const server = await startFaultServer((request) => {
    const page = pages.get(new URL(request.url).pathname);
    if (page === undefined) return new Response(null, { status: 404 });
    const { etag = `"${createHash('sha256').update(page.body).digest('hex')}"` } = page;
    const headers = new Headers({ 'content-type': 'text/markdown; charset=utf-8', ...page.headers });
    if (etag !== false) headers.set('etag', etag);
    if (isUnchanged(request.headers, headers)) return new Response(null, { status: 304, headers });
    downloads += 1;
    return new Response(page.body as BodyInit, { headers });
  });
  return Object.assign(server, {
    pages,
    downloads: () => downloads,
    lastHeader: (name: string) => server.requests.at(-1)?.headers[name] as string | undefined,
  });
}

function isUnchanged(request: Headers, response: Headers): boolean {
  const etag = request.get('if-none-match');
  if (etag !== null) return etag === response.get('etag');
  const since = request.get('if-modified-since');
  return since !== null && since === response.get('last-modified');
}
