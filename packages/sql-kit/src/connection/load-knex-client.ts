import { AsyncLocalStorage } from 'node:async_hooks';
import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TlsSettings, withTlsRetry } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { getSocket, type RawConnection } from './get-socket.ts';
import { loadDialect } from './load-dialect.ts';

/** How long connections may take to close in good order before their sockets are destroyed. */
const closeTimeoutMs = 1000;

/** What knex's pool (tarn) waits for. */
interface PoolQueues {
  readonly pendingCreates: readonly unknown[];
  readonly pendingAcquires: readonly unknown[];
}

interface MySqlAddress {
  readonly host: string;
  readonly port: number;
  readonly socketPath?: string;
}

/** Creates a socket for a driver's `stream` option. */
type CreateSocket = (options: { readonly config: MySqlAddress }) => Socket;

const drivers = {
  pg: () => new Socket(),
  // It expects a socket that is connecting already.
  mysql2: ({ config: { host, port, socketPath } }) =>
    (socketPath === undefined ? connect(port, host) : connect(socketPath)).setNoDelay(true),
} as const satisfies Readonly<Record<string, CreateSocket>>;

/** The attempt to connect that a socket is created for. */
const currentAttempt = new AsyncLocalStorage<AbortSignal>();

/**
 * Loads knex's client for a driver. Its `destroy` also ends while the server does not respond: knex itself would wait until
 * every connection attempt has failed and every connection has closed.
 * @throws `CONFIG_INVALID` with the install command, if the driver is not installed.
 */
export function loadKnexClient(driverName: keyof typeof drivers): typeof Knex.Client {
  const createSocket: CreateSocket = drivers[driverName];
  const Client = loadDialect(driverName);
  requireDriver(Client, driverName);
  return class extends Client {
    readonly #sockets = new Set<Socket>();
    readonly #attempts = new Set<AbortController>();

    override getPoolSettings(config: unknown): { create(): Promise<RawConnection> } {
      const settings = super.getPoolSettings(config) as { create(): Promise<RawConnection> };
      return { ...settings, create: () => this.#attempt(settings.create) };
    }

    /** @returns The new connection; if the attempt is ended, one that the pool discards when it next looks for a connection. */
    async #attempt(create: () => Promise<RawConnection>): Promise<RawConnection> {
      const attempt = new AbortController();
      const ended = Promise.withResolvers<RawConnection>();
      attempt.signal.addEventListener('abort', () => ended.resolve({ __knex__disposed: 'ended' }));
      this.#attempts.add(attempt);
      try {
        return await Promise.race([currentAttempt.run(attempt.signal, create), ended.promise]);
      } finally {
        this.#attempts.delete(attempt);
      }
    }

    /** Ends an attempt to connect, if there are more than requests for a connection. */
    endSurplusAttempt(): void {
      const { pendingCreates = [], pendingAcquires = [] } = (this.pool ?? {}) as Partial<PoolQueues>;
      const [attempt] = this.#attempts;
      if (pendingCreates.length > pendingAcquires.length) attempt?.abort();
    }

    override async destroyRawConnection(connection: RawConnection): Promise<void> {
      if (getSocket(connection)) await super.destroyRawConnection(connection);
    }

    override async acquireRawConnection(): Promise<unknown> {
      const attempt = currentAttempt.getStore();
      attempt?.throwIfAborted();
      const stream: CreateSocket = (options) => {
        const socket = createSocket(options);
        this.#sockets.add(socket);
        attempt?.addEventListener('abort', () => socket.destroy());
        return socket.once('close', () => this.#sockets.delete(socket));
      };
      const { retrySsl, ...settings } = this.connectionSettings as { retrySsl?: TlsSettings };
      // knex makes it non-enumerable, so that copies omit it.
      const { password } = this.connectionSettings as { password?: unknown };
      return withTlsRetry(retrySsl, (tls) => {
        this.connectionSettings = { ...settings, password, ...tls, stream };
        // The driver has read the settings when this returns. Those of a second attempt don't last.
        const connecting = super.acquireRawConnection();
        this.connectionSettings = { ...settings, password, retrySsl };
        return connecting;
      });
    }

    override async destroy(callback: unknown): Promise<void> {
      const closed = new AbortController();
      const closing = super.destroy(callback).finally(() => closed.abort());
      await sleep(closeTimeoutMs, undefined, { signal: closed.signal }).catch(() => {});
      for (const socket of this.#sockets) socket.destroy();
      await closing;
    }
  };
}

/** Only knex requires drivers: bundlers follow its calls, or leave them in place if the driver is external. */
function requireDriver({ prototype }: typeof Knex.Client, driverName: string): void {
  try {
    (prototype as { _driver?(): unknown })._driver?.();
  } catch (error) {
    // knex itself reports a driver that is installed, but can't be loaded.
    if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') return;
    const message = `the driver '${driverName}' is not installed: run npm install ${driverName}`;
    throw new PromptError('CONFIG_INVALID', message);
  }
}
