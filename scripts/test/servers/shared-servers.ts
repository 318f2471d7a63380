import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startMariaDb } from './mariadb.ts';
import { startNats } from './nats.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { type TestServer, UnavailableServer } from './test-server.ts';

const starters = { postgres: () => startPostgres(), mariadb: () => startMariaDb(), redis: startRedis, nats: startNats };

/** A server that all tests of a run can share. */
export type ServerKind = keyof typeof starters;

/** The response to a test: the URL of the server, why it is not available, or the error at its start. */
export type SharedServerResponse = { readonly url: string } | { readonly missing: string } | { readonly error: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL where tests request shared servers. The kind of the server is appended. */
    sharedServers: string;
  }
}

/** Vitest's global setup. A shared server starts when the first test requests it, and is stopped at the end of the run. */
export default async function offerSharedServers(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<ServerKind, Promise<TestServer>>();

  async function respond(kind: ServerKind): Promise<SharedServerResponse> {
    const server = started.get(kind) ?? starters[kind]();
    started.set(kind, server);
    try {
      return { url: (await server).url };
    } catch (error) {
      if (error instanceof UnavailableServer) return { missing: error.message };
      return { error: String(error) };
    }
  }

  const broker = createServer(async (request, response) => {
    response.end(JSON.stringify(await respond(request.url?.slice(1) as ServerKind)));
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  project.provide('sharedServers', `http://127.0.0.1:${(broker.address() as AddressInfo).port}/`);

  return async () => {
    broker.close();
    broker.closeAllConnections();
    for (const server of await Promise.allSettled(started.values())) {
      if (server.status === 'fulfilled') await server.value.stop();
    }
  };
}
