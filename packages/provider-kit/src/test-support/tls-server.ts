import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from '../../../../scripts/test/servers/certificates.ts';

/** A server on 127.0.0.1 that uses TLS. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
}

/** @param options `requestCert` and `ca`, to ask for a client certificate. */
export async function startTlsServer(
  { certificate: cert, key }: Certificate,
  respond: RequestListener,
  options: ServerOptions = {},
): Promise<TlsServer> {
  const server = createServer({ cert, key, ...options }, respond).on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Responds with the name in the client certificate. */
export const greet: RequestListener = (request, response) => {
  const { subject } = (request.socket as TLSSocket).getPeerCertificate();
  response.end(`hello ${subject?.CN ?? 'nobody'}`);
};
