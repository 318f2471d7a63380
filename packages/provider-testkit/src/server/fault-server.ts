import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultScope } from './fault.ts';
import { FaultRules } from './fault-rules.ts';
import { playFault } from './play-fault.ts';

/** Responds to requests that no fault applies to. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** A request that arrived at the server. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path with the query. */
  readonly path: string;
  /** The headers, with names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The time of arrival, in ms of `performance.now()`. Orders the requests of several servers. */
  readonly startedAt: number;
  /** The status of the response; undefined as long as no header was sent. */
  readonly status: number | undefined;
  /** The number of bytes sent in response so far, headers included. */
  readonly bytes: number;
}

/** An HTTP/1.1 server on 127.0.0.1 that injects faults. */
export interface FaultServer extends AsyncDisposable {
  /** The origin, such as `http://127.0.0.1:40000`. */
  readonly url: string;
  /** All requests so far, oldest first, faulty ones included. */
  readonly requests: readonly ReceivedRequest[];
  /** The number of open connections. */
  readonly connections: number;
  /** Applies a fault to further requests. The fault added last takes precedence. */
  fail(fault: Fault, scope?: FaultScope): void;
  /** Removes all faults. */
  heal(): void;
  /** Closes the server and all connections immediately. May be called twice. */
  close(): Promise<void>;
}

const notFound: Handler = () => new Response(null, { status: 404 });

/**
 * Starts a fault-injecting server on a free port of 127.0.0.1.
 * @param handler Responds to requests that no fault applies to. Default: always 404.
 */
export async function startFaultServer(handler: Handler = notFound): Promise<FaultServer> {
  const rules = new FaultRules();
  const requests: ReceivedRequest[] = [];
  const closing = new AbortController();
  const server = createServer((request, response) => {
    const { url: path = '/' } = request;
    requests.push(createRecord(request, response));
    // An error here is one of the test's handler: the response is a 500 with its message.
    respond(request, response, rules.take(path), handler, closing.signal).catch((error: unknown) => {
      if (closing.signal.aborted || response.destroyed) return;
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.message : undefined);
    });
  });
  // By default, the server closes idle connections after 5 s. Connections that a client leaves open must stay visible.
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // Clients that disconnect early are expected.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const close = () => {
    closing.abort();
    server.close();
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return sockets.size;
    },
    fail: (fault, scope) => rules.add(fault, scope),
    heal: () => rules.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createRecord(request: IncomingMessage, response: ServerResponse): ReceivedRequest {
  const { method = 'GET', url: path = '/', headers, socket } = request;
  const sentBefore = socket.bytesWritten;
  let sent: number | undefined;
  // Further requests on the same connection must not count.
  response.once('finish', () => {
    sent = socket.bytesWritten - sentBefore;
  });
  return {
    method,
    path,
    headers,
    startedAt: performance.now(),
    get status() {
      return response.headersSent ? response.statusCode : undefined;
    },
    get bytes() {
      return sent ?? socket.bytesWritten - sentBefore;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  handler: Handler,
  signal: AbortSignal,
): Promise<void> {
  if (fault?.kind === 'latency') await sleep(fault.milliseconds, undefined, { signal });
  else if (fault !== undefined) return playFault(fault, request, response);
  const answer = await handler(await toRequest(request));
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, [...answer.headers].flat());
  response.end(body);
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = Buffer.concat(await incoming.toArray());
  return new Request(new URL(url, `http://${headers.host ?? '127.0.0.1'}`), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
    ...(method !== 'GET' && method !== 'HEAD' && { body }),
  });
}
