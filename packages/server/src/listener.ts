import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { PromptError } from '@prompts/core';

/** How long connections that are open without a request get for one that is on its way. */
const idleTimeoutMs = 500;

/** How long requests in flight may take when the port is closed. */
const shutdownTimeoutMs = 25_000;

const maxPort = 65_535;

/** Answers a request that was received on an open port. */
export type Listening = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** An open port. */
export interface Listener {
  readonly port: number;
  readonly url: string;
  /** Accepts no more connections, lets the requests that were received end, and resolves when all sockets are closed. */
  close(): Promise<void>;
}

/**
 * Listens for requests.
 * @param port 0 for any free one.
 * @throws PromptError `CONFIG_INVALID` if the port is not valid, is in use, or may not be used.
 */
export async function listen(
  fetch: Listening,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): Promise<Listener> {
  // Configurations give it as text, too. Node would take any other text for the path of a socket.
  if (!/^\d+$/.test(String(port)) || Number(port) > maxPort) {
    throw new PromptError(
      'CONFIG_INVALID',
      `the port ${port} is not valid: pass a number from 0 to ${maxPort} to start()`,
    );
  }
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  let isClosing = false;
  const handle = getRequestListener((request, env) => fetch(request, env as HttpBindings), {
    hostname: host,
    overrideGlobalObjects: false,
  });
  function forget(this: ServerResponse): void {
    responses.delete(this);
    // Its headers may have been sent before.
    if (isClosing) this.req.socket.destroySoon();
  }
  const server = createServer((request, response) => {
    responses.add(response);
    response.on('close', forget);
    if (isClosing) response.shouldKeepAlive = false;
    void handle(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toPromptError(error, hostname, port)));
    server.listen(port, hostname, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    port: actualPort,
    url: `http://${host}:${actualPort}`,
    async close() {
      isClosing = true;
      // Each connection ends after the response that is being prepared on it.
      for (const response of responses) response.shouldKeepAlive = false;
      const closed = once(server, 'close');
      // server.close() would destroy connections on which a request may just be arriving.
      NetServer.prototype.close.call(server);
      const idleTimer = setTimeout(() => {
        const busy = new Set(Array.from(responses, ({ socket }) => socket));
        for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
      }, idleTimeoutMs);
      const shutdownTimer = setTimeout(() => server.closeAllConnections(), shutdownTimeoutMs);
      await closed;
      // Ends the timer by which it looks for slow requests.
      server.close();
      clearTimeout(idleTimer);
      clearTimeout(shutdownTimer);
    },
  };
}

function toPromptError({ code, message }: NodeJS.ErrnoException, hostname: string, port: number): PromptError {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'the port is in use: stop the other program, or pass another port to start()',
    EACCES: 'the port may not be used: pass one above 1023 to start()',
    EADDRNOTAVAIL: 'this machine does not have that address: correct hostname',
    ENOTFOUND: 'the host name is unknown: correct hostname',
  };
  return new PromptError('CONFIG_INVALID', `can't listen on ${hostname}:${port}: ${reasons[code ?? ''] ?? message}`);
}
