import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, FaultScope } from './fault.ts';
import { FaultRules } from './fault-rules.ts';
import { playFault } from './play-fault.ts';

/** What the server answers while nothing is wrong. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** When it arrived, in ms by `performance.now()`: brings the requests to several servers into one order. */
  readonly startedAt: number;
  /** Of the answer; undefined until its head was sent, and when none ever was. */
  readonly status: number | undefined;
  /** What was sent back so far: head and body, as they went over the wire. */
  readonly bytes: number;
}

/** An HTTP/1.1 server on 127.0.0.1 that misbehaves on demand. */
export interface FaultServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40000`, without a slash at the end. */
  readonly url: string;
  /** Every request so far, oldest first, also those that met a fault. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections that are open now. */
  readonly connections: number;
  /** From now on requests meet this fault. The one added last wins. */
  fail(fault: Fault, scope?: FaultScope): void;
  /** Ends all faults. */
  heal(): void;
  /** Ends the server and every connection, at once. May be called twice. */
  close(): Promise<void>;
}

const notFound: Handler = () => new Response(null, { status: 404 });

/**
 * Starts a fault-injecting server on a free port of 127.0.0.1.
 * @param handler answers while no fault applies. Default: 404 for everything.
 */
export async function startFaultServer(handler: Handler = notFound): Promise<FaultServer> {
  const rules = new FaultRules();
  const requests: ReceivedRequest[] = [];
  const closing = new AbortController();
  const server = createServer((request, response) => {
    const { url: path = '/' } = request;
    requests.push(received(request, response));
    // What goes wrong in here is the test's own handler: the client sees a 500 and the test the reason.
    respond(request, response, rules.take(path), handler, closing.signal).catch((error: unknown) => {
      if (closing.signal.aborted || response.destroyed) return;
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.message : undefined);
    });
  });
  // Both ends would close an idle connection after some seconds: a client that leaves one open must be seen to.
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // A client that gives up in the middle is the point of these tests.
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

function received(request: IncomingMessage, response: ServerResponse): ReceivedRequest {
  const { method = 'GET', url: path = '/', headers, socket } = request;
  const sentBefore = socket.bytesWritten;
  let sent: number | undefined;
  // The next request on the same connection is not this one's.
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
  if (fault?.kind === 'latency') await wait(fault.milliseconds, undefined, { signal });
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
