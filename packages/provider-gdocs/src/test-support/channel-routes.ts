import type { Route } from './route.ts';

/** Creates the methods that open and stop channels, and lists what they received. */
export function createChannelRoutes() {
  const opened: Record<string, string>[] = [];
  const stopped: unknown[] = [];
  const routes: readonly Route[] = [
    {
      method: 'drive.changes.watch',
      verb: 'POST',
      scopes: ['drive.readonly'],
      path: /^\/drive\/v3\/changes\/watch$/,
      respond({ body }) {
        const channel = JSON.parse(body) as Record<string, string>;
        opened.push(channel);
        const { id, expiration } = channel;
        return Response.json({ kind: 'api#channel', id, resourceId: `resource-${opened.length}`, expiration });
      },
    },
    {
      verb: 'POST',
      scopes: ['drive.readonly'],
      path: /^\/drive\/v3\/channels\/stop$/,
      respond({ body }) {
        stopped.push(JSON.parse(body));
        return new Response(null, { status: 204 });
      },
    },
  ];
  return { routes, opened, stopped };
}
