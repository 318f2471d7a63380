import { createRequire } from 'node:module';
import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';

const require = createRequire(import.meta.url);

/** How long connections may take to close in good order before their sockets are destroyed. */
const closeTimeoutMs = 1000;

interface Driver {
  /** The folder of knex's client for this driver. */
  readonly folder: string;
  /** Creates a socket for the driver's `stream` option. mysql2 expects it to be connecting already. */
  createSocket(options: { readonly config: { readonly host: string; readonly port: number } }): Socket;
}

const drivers = {
  pg: { folder: 'postgres', createSocket: () => new Socket() },
  mysql2: {
    folder: 'mysql2',
    createSocket: ({ config }) => connect(config.port, config.host).setNoDelay(true),
  },
} as const satisfies Readonly<Record<string, Driver>>;

/**
 * Loads knex's client for a driver. Its `destroy` also ends while the server does not respond: knex itself would wait until
 * every connection attempt has failed and every connection has closed.
 * @throws `CONFIG_INVALID` with the install command, if the driver is not installed.
 */
export function loadKnexClient(driverName: keyof typeof drivers): typeof Knex.Client {
  try {
    require.resolve(driverName);
  } catch {
    throw problem('CONFIG_INVALID', `the driver '${driverName}' is not installed: run npm install ${driverName}`);
  }
  const { folder, createSocket }: Driver = drivers[driverName];
  const Client = require(`knex/lib/dialects/${folder}/index.js`) as typeof Knex.Client;
  return class extends Client {
    readonly #sockets = new Set<Socket>();

    _driver(): unknown {
      return require(driverName);
    }

    override acquireRawConnection(): Promise<unknown> {
      const stream: Driver['createSocket'] = (options) => {
        const socket = createSocket(options);
        this.#sockets.add(socket);
        return socket.once('close', () => this.#sockets.delete(socket));
      };
      this.connectionSettings = { ...this.connectionSettings, stream };
      return super.acquireRawConnection();
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
