import type { HttpBindings } from '@hono/node-server';
import type { Listening } from '../listener.ts';

const loopbackHost = /^(localhost|[\w.-]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;
const ownSites: readonly unknown[] = ['same-origin', 'none', undefined];
/** Deliveries are signed, and these say nothing about prompts or check their callers themselves: they may come through a tunnel. */
const publicPath = /^\/(webhooks\/|api\/public\/|healthz$|readyz$)/;

/**
 * Refuses requests from the pages of other sites in a browser on this machine, with 403. Browsers report the site in `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/); if a page has made its own host name point to this machine, `Host` still has that name.
 */
export function refuseWebPages(fetch: Listening): Listening {
  return (request, env) => {
    const fault = faultOf(env);
    if (fault === undefined || publicPath.test(new URL(request.url).pathname)) return fetch(request, env);
    const message = `a server without tokens answers no requests ${fault}: set auth.tokens, or call it by its own address`;
    return Response.json({ error: { code: 'FORBIDDEN', message } }, { status: 403 });
  };
}

function faultOf({ incoming }: HttpBindings): string | undefined {
  const { host, 'sec-fetch-site': site } = incoming.headers;
  if (host !== undefined && !loopbackHost.test(host)) return `for the host '${host}'`;
  return ownSites.includes(site) ? undefined : 'from a page of another site';
}
