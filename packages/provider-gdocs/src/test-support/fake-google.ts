import { randomBytes } from 'node:crypto';
import { startFaultServer } from '@prompts/provider-testkit';
import { apiError, scopeError } from './api-error.ts';
import { checkResponse } from './check-response.ts';
import { docsRoutes } from './docs-routes.ts';
import { driveRoutes } from './drive-routes.ts';
import { createDriveState } from './drive-state.ts';
import type { Route } from './route.ts';

export interface FakeGoogleOptions {
  /** The maximum number of files per page. */
  readonly listPageSize?: number;
  readonly maxExportBytes?: number;
  /** Whether the user is a member of every shared drive. Otherwise, only some of its files are shared with the user. */
  readonly isMember?: boolean;
  /** Additional methods. */
  readonly routes?: readonly Route[];
}

/**
 * Starts a server that behaves like the Docs API and the Drive API. Every response is checked against Google's description of the API, if
 * it is available.
 */
export async function startFakeGoogle({
  listPageSize = 1000,
  maxExportBytes = 11 * 1024 * 1024,
  isMember = true,
  routes: more = [],
}: FakeGoogleOptions = {}) {
  const state = createDriveState();
  state.put('root-folder-0', { mimeType: 'application/vnd.google-apps.folder', parents: [] });
  const routes = [...more, ...driveRoutes(state, { listPageSize, maxExportBytes, isMember }), ...docsRoutes(state)];
  /** The scopes of each token. */
  const tokens = new Map<string, readonly string[]>();
  let downloads = 0;

  async function respond(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const route = routes.find(({ path, verb = 'GET' }) => verb === request.method && path.test(pathname));
    if (!route) return apiError(404, 'notFound', 'No such method.');
    if (route.scopes) {
      const scopes = tokens.get(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '');
      if (!scopes) return apiError(401, 'authError', 'Invalid Credentials');
      if (!route.scopes.some((scope) => scopes.includes(scope))) return scopeError();
    }
    const { id, part } = route.path.exec(pathname)?.groups ?? {};
    const response = await route.respond({ id, part, query, body: await request.text() });
    if (route.isDownload && response.ok && !query.has('fields')) downloads += 1;
    if (route.method !== undefined && response.ok) await checkResponse(route.method, query, response.clone());
    return response;
  }

  const server = await startFaultServer(respond);
  return {
    url: server.url,
    state,
    fail: server.fail,
    heal: server.heal,
    close: server.close,
    [Symbol.asyncDispose]: server.close,
    requests: server.requests,
    get connections() {
      return server.connections;
    },
    get downloads() {
      return downloads;
    },
    /** Creates an access token with scopes. */
    token(...scopes: readonly string[]): string {
      const token = `ya29.${randomBytes(16).toString('hex')}`;
      tokens.set(token, scopes);
      return token;
    },
    /** Lists every request so far as `path status`, without the query. */
    calls: () => server.requests.map(({ path, status }) => `${path.split('?')[0]} ${status}`),
  };
}
