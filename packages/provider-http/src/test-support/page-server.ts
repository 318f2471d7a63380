import { createHash } from 'node:crypto';
import type { LoadContext } from '@prompts/core';
import { type FaultServer, startFaultServer } from '@prompts/provider-testkit';

/** One answer of a {@link PageServer}. */
export interface Page {
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: an ETag made from the body. */
  readonly etag?: false | string;
}

/** A server of pages by path, which tests write. */
export interface PageServer extends FaultServer {
  readonly pages: Map<string, Page>;
  /** Answers so far that carried a body. */
  readonly downloads: () => number;
  /** A header of the last request. */
  readonly lastHeader: (name: string) => string | undefined;
}

/** Starts a server that answers conditional requests as RFC 9110 says. */
export async function startPageServer(): Promise<PageServer> {
  const pages = new Map<string, Page>();
  let downloads = 0;
  const server = await startFaultServer((request) => {
    const page = pages.get(new URL(request.url).pathname);
    if (page === undefined) return new Response(null, { status: 404 });
    const { etag = `"${createHash('sha256').update(page.body).digest('hex')}"` } = page;
    const headers = new Headers({ 'content-type': 'text/markdown; charset=utf-8', ...page.headers });
    if (etag !== false) headers.set('etag', etag);
    if (isKnown(request.headers, headers)) return new Response(null, { status: 304, headers });
    downloads += 1;
    return new Response(page.body as BodyInit, { headers });
  });
  return Object.assign(server, {
    pages,
    downloads: () => downloads,
    lastHeader: (name: string) => server.requests.at(-1)?.headers[name] as string | undefined,
  });
}

function isKnown(asked: Headers, has: Headers): boolean {
  const etag = asked.get('if-none-match');
  if (etag !== null) return etag === has.get('etag');
  const since = asked.get('if-modified-since');
  return since !== null && since === has.get('last-modified');
}

/** What core calls a provider with. */
export function loadContext(more: Partial<LoadContext> = {}): LoadContext {
  const silent = () => {};
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  return { signal: new AbortController().signal, logger, ...more };
}
