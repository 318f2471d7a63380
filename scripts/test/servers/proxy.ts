import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Certificate } from './certificates.ts';

/** How a {@link TestProxy} behaves. */
export interface TestProxyOptions {
  /** The port of 127.0.0.1 that a target such as `prompts.example:443` stands for. Other targets are refused with 502. */
  readonly targets?: Readonly<Record<string, number | string>>;
  /** The value of `Proxy-Authorization` that requests must have. Others are refused with 407. */
  readonly authorization?: string;
  /** The status of every response, with which nothing is forwarded. */
  readonly status?: number;
  /** Closes each connection without a response, or never responds. */
  readonly fault?: 'closes' | 'hangs';
  /** Makes it a proxy that is reached by TLS. */
  readonly certificate?: Certificate;
}

/** A request that arrived at a {@link TestProxy}. */
export interface ProxiedRequest {
  /** `CONNECT prompts.example:443` or `GET http://prompts.example/a`. */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

/** A proxy on 127.0.0.1 that tunnels (CONNECT) and forwards requests in absolute form (RFC 9112, 3.2). */
export interface TestProxy extends AsyncDisposable {
  /** Without credentials. */
  readonly url: string;
  /** `127.0.0.1` with the port. */
  readonly host: string;
  /** All requests so far. */
  readonly requests: readonly ProxiedRequest[];
  /** The number of open connections. */
  readonly connections: number;
}

export async function startProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const { targets = {}, authorization, status, fault, certificate } = options;
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    socket.on('close', () => sockets.delete(socket));
  };

  /** @returns The status of a refusal; undefined for a request to forward. */
  function refuse({ method, url, headers, socket }: IncomingMessage, target: string): number | undefined {
    requests.push({ line: `${method} ${url}`, headers });
    if (fault === 'closes') socket.destroy();
    if (authorization !== undefined && headers['proxy-authorization'] !== authorization) return 407;
    return status ?? (targets[target] === undefined ? 502 : undefined);
  }

  const server: Server = certificate
    ? createTlsServer({ cert: certificate.certificate, key: certificate.key })
    : createServer();
  server.on('connection', track).on('secureConnection', track);
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    const { url: target = '' } = request;
    const refusal = refuse(request, target);
    if (fault !== undefined) return void client.resume().on('end', () => client.end());
    if (refusal !== undefined) return void client.end(`HTTP/1.1 ${refusal} Refused\r\ncontent-length: 0\r\n\r\n`);
    const upstream = connect(Number(targets[target]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    track(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.on('request', (request, response) => {
    const target = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
    const key = target && `${target.hostname}:${target.port || 80}`;
    const refusal = key === undefined ? 400 : refuse(request, key);
    if (fault !== undefined) return;
    if (refusal !== undefined || target === undefined) return void response.writeHead(refusal ?? 400).end();
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const sent = forward({
      host: '127.0.0.1',
      port: targets[key ?? ''],
      path: `${target.pathname}${target.search}`,
      method: request.method,
      headers,
    });
    sent.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.destroy());
    request.pipe(sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${certificate ? 'https' : 'http'}://${host}`,
    host,
    requests,
    get connections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
