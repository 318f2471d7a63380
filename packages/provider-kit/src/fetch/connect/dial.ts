import type { Socket } from 'node:net';
import { buildConnector } from 'undici/index.js';

/** Opens a connection; with TLS if the `protocol` is `https:`. Rejects with the error of the system or of TLS. */
export type Dial = (target: buildConnector.Options) => Promise<Socket>;

/** Creates a function that opens connections. @param options Includes the `signal` that ends them. */
export function createDial(options: buildConnector.BuildOptions): Dial {
  const connect = buildConnector(options);
  return (target) =>
    new Promise((resolve, reject) => {
      connect(target, (error, socket) => (error === null ? resolve(socket) : reject(error)));
    });
}
