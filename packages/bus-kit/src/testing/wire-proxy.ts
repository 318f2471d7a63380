import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How a proxy breaks the replies of a server, on open connections and on new ones. */
export type WireFault =
  /** Drops every reply. */
  | 'hang'
  /** Passes on the first byte of each reply. */
  | 'hang-body'
  /** Passes on each reply byte by byte, slowly. */
  | 'drip'
  /** Passes on half of a reply, then ends the connection. */
  | 'cut-body'
  /** Resets the connection as soon as either side sends something. */
  | 'reset'
  /** Replaces each reply with bytes that are invalid in any protocol. */
  | 'malformed';

/** A TCP proxy on 127.0.0.1, between clients and a real server of any protocol. Dispose of it to close it. */
export interface WireProxy extends AsyncDisposable {
  /** The server's URL with the port of the proxy. */
  readonly url: string;
  /** Starts a fault; `undefined` ends it. */
  fail(fault: WireFault | undefined): void;
  /** Resets all open connections, as a broken network does. New ones are accepted. */
  cut(): void;
  /** Returns the number of times that clients have connected or sent something. */
  calls(): number;
  /** Returns the number of open connections of clients. */
  connections(): number;
  /** Returns the number of replies so far that contain one of these texts. */
  answersWith(texts: Iterable<string>): number;
  /** Resolves when the server sends a reply that contains a text, or bytes. It counts even if a fault drops it. */
  untilAnswer(content: string | Uint8Array): Promise<void>;
  /** Ends all connections, and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a proxy.
 * @param url The address of a server that listens on 127.0.0.1, with its port.
 */
export async function startProxy(url: string): Promise<WireProxy> {
  const { port } = new URL(url);
  const clients = new Set<Socket>();
  const replies: Buffer[] = [];
  const events = new EventEmitter<{ reply: [Buffer] }>();
  let calls = 0;
  let fault: WireFault | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    clients.add(client);
    calls += 1;
    client.on('data', (data) => {
      calls += 1;
      if (fault === 'reset') client.resetAndDestroy();
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      replies.push(data);
      forward(data, client, fault);
      events.emit('reply', data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('end', () => other.end()).on('error', () => {});
      one.on('close', () => {
        clients.delete(one);
        // If the server can't be reached, the client must notice.
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const proxyUrl = new URL(url);
  proxyUrl.port = String((server.address() as AddressInfo).port);
  const close = async () => {
    for (const client of clients) client.destroy();
    server.close();
    await once(server, 'close');
  };
  return {
    url: proxyUrl.href,
    fail(next) {
      fault = next;
    },
    cut() {
      for (const client of clients) client.resetAndDestroy();
    },
    calls: () => calls,
    connections: () => clients.size,
    answersWith(texts) {
      const sought = [...texts];
      return replies.filter((reply) => sought.some((text) => reply.includes(text))).length;
    },
    untilAnswer: (content) =>
      new Promise((resolve) => {
        const sought = Buffer.from(content as string);
        const check = (reply: Buffer) => {
          if (!reply.includes(sought)) return;
          events.off('reply', check);
          resolve();
        };
        events.on('reply', check);
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Two complete messages, so that no client waits for more. PostgreSQL clients don't know their type; for MySQL they are errors. */
const malformedReply = Buffer.alloc(2 * 256, Buffer.concat([Buffer.of(0xfc, 0, 0, 0, 0xff), Buffer.alloc(251, 'x')]));

function forward(data: Buffer, client: Socket, fault: WireFault | undefined): void {
  switch (fault) {
    case undefined:
      client.write(data);
      break;
    case 'cut-body':
      client.end(data.subarray(0, data.length / 2));
      break;
    case 'reset':
      client.resetAndDestroy();
      break;
    case 'malformed':
      client.write(malformedReply);
      break;
    case 'hang-body':
      client.write(data.subarray(0, 1));
      break;
    case 'drip':
      drip(data, client);
      break;
    default:
  }
}

const dripIntervalMs = 20;

function drip(data: Buffer, client: Socket): void {
  let sent = 0;
  const timer = setInterval(() => {
    client.write(data.subarray(sent, sent + 1));
    sent += 1;
    if (sent === data.length) clearInterval(timer);
  }, dripIntervalMs).unref();
  client.once('close', () => clearInterval(timer));
}
