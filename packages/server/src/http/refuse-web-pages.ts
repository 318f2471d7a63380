import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { HttpError } from './http-error.ts';

const loopbackHost = /^(localhost|[\w.-]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;
const ownSites = ['same-origin', 'none'];

/**
 * Refuses requests from the pages of other sites in a browser on this machine. Browsers report the site in `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/); if a page has made its own host name point to this machine, `Host` still has that name.
 * A server that the app is mounted in decides for itself whom it admits.
 * @throws HttpError 403.
 */
export function refuseWebPages({ env, req }: Context): void {
  const { incoming } = (env ?? {}) as Partial<HttpBindings>;
  if (incoming === undefined) return;
  const { host } = incoming.headers;
  if (host !== undefined && !loopbackHost.test(host)) throw refused(`for the host '${host}'`);
  const site = req.header('sec-fetch-site');
  if (site !== undefined && !ownSites.includes(site)) throw refused('from a page of another site');
}

function refused(what: string): HttpError {
  return new HttpError(
    403,
    'FORBIDDEN',
    `a server without tokens answers no requests ${what}: set auth.tokens, or call it by its own address`,
  );
}
