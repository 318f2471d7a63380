import { createRequire } from 'node:module';
import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';

const require = createRequire(import.meta.url);

/** Milliseconds that a server is given to take leave when a pool is closed. */
const patience = 1000;

interface Driver {
  /** Of knex's client for it. */
  readonly folder: string;
  /** What the driver's option `stream` is to give: a socket, and mysql2 wants it on its way. */
  open(options: { readonly config: { readonly host: string; readonly port: number } }): Socket;
}

const drivers = {
  pg: { folder: 'postgres', open: () => new Socket() },
  mysql2: { folder: 'mysql2', open: ({ config }) => connect(config.port, config.host).setNoDelay(true) },
} as const satisfies Readonly<Record<string, Driver>>;

/**
 * knex's client for a driver that is installed beside this package. It can be closed also while its server says nothing:
 * knex alone would wait until each attempt to connect has failed, and each connection has ended.
 * @throws `CONFIG_INVALID` saying what to install.
 */
export function clientOf(name: keyof typeof drivers): typeof Knex.Client {
  try {
    require.resolve(name);
  } catch {
    throw problem('CONFIG_INVALID', `this database needs a driver: npm install ${name}`);
  }
  const { folder, open }: Driver = drivers[name];
  const Client = require(`knex/lib/dialects/${folder}/index.js`) as typeof Knex.Client;
  return class extends Client {
    readonly #sockets = new Set<Socket>();

    _driver(): unknown {
      return require(name);
    }

    override acquireRawConnection(): Promise<unknown> {
      const stream: Driver['open'] = (options) => {
        const socket = open(options);
        this.#sockets.add(socket);
        return socket.once('close', () => this.#sockets.delete(socket));
      };
      this.connectionSettings = { ...this.connectionSettings, stream };
      return super.acquireRawConnection();
    }

    override async destroy(callback: unknown): Promise<void> {
      const patient = new AbortController();
      const ended = super.destroy(callback).finally(() => patient.abort());
      await sleep(patience, undefined, { signal: patient.signal }).catch(() => {});
      for (const socket of this.#sockets) socket.destroy();
      await ended;
    }
  };
}
