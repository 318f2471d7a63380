import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startMariaDb } from './mariadb.ts';
import { startNats } from './nats.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { type TestServer, UnavailableServer } from './test-server.ts';

const starts = { postgres: startPostgres, mariadb: startMariaDb, redis: startRedis, nats: startNats };

/** A server that all tests of a run can share. */
export type ServerKind = keyof typeof starts;

/** What a test is told that asks for a server: where it is, why there is none, or what went wrong. */
export type ServerAnswer = { readonly url: string } | { readonly missing: string } | { readonly error: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests ask for a shared server, followed by its kind. */
    sharedServers: string;
  }
}

/**
 * Vitest's global setup. A shared server starts when the first test asks for it, so that a run which needs none pays
 * nothing, and ends with the run.
 */
export default async function offerSharedServers(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<ServerKind, Promise<TestServer>>();

  async function answer(kind: ServerKind): Promise<ServerAnswer> {
    const server = started.get(kind) ?? starts[kind]();
    started.set(kind, server);
    try {
      return { url: (await server).url };
    } catch (error) {
      if (error instanceof UnavailableServer) return { missing: error.message };
      return { error: String(error) };
    }
  }

  const desk = createServer(async (request, response) => {
    response.end(JSON.stringify(await answer(request.url?.slice(1) as ServerKind)));
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('sharedServers', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`);

  return async () => {
    desk.close();
    desk.closeAllConnections();
    for (const server of await Promise.allSettled(started.values())) {
      if (server.status === 'fulfilled') await server.value.stop();
    }
  };
}
