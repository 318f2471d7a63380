import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** What a proxy can do wrong, to connections that stand and to new ones. */
export type WireFault =
  /** Nothing comes back. */
  | 'hang'
  /** The first byte of an answer, then nothing. */
  | 'hang-body'
  /** A byte now and then. */
  | 'drip'
  /** Half of an answer, then the connection ends. */
  | 'cut-body'
  /** The connection is reset as soon as either side says anything. */
  | 'reset'
  /** Bytes that mean nothing in any protocol. */
  | 'malformed';

/** Stands between a client and a real server of any protocol, on 127.0.0.1. */
export interface WireProxy {
  /** The server's URL, by way of the proxy. */
  readonly url: string;
  /** Begins to fail; undefined: passes everything on again. */
  fail(fault: WireFault | undefined): void;
  /** Resets all connections, as when a network breaks. New ones are taken. */
  cut(): void;
  /** Times that a client connected or sent something. */
  calls(): number;
  /** Connections of clients that are open now. */
  connections(): number;
  /** Answers that held one of these texts. */
  answersWith(texts: Iterable<string>): number;
  /** Waits for the next answer that holds a text. */
  untilAnswer(text: string): Promise<void>;
  close(): Promise<void>;
}

/** @param url Of a server that listens on 127.0.0.1. */
export async function startProxy(url: string): Promise<WireProxy> {
  const { port } = new URL(url);
  const clients = new Set<Socket>();
  const answers: Buffer[] = [];
  const answered = new EventEmitter<{ answer: [Buffer] }>();
  let calls = 0;
  let fault: WireFault | undefined;

  const server = createServer((client) => {
    const upstream = dial(Number(port), '127.0.0.1');
    clients.add(client);
    calls += 1;
    client.on('data', (data) => {
      calls += 1;
      if (fault === 'reset') client.resetAndDestroy();
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      answers.push(data);
      pass(data, client, fault);
      answered.emit('answer', data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('end', () => other.end()).on('error', () => {});
      one.on('close', () => {
        clients.delete(one);
        // A server that can't be reached is gone for the client too.
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
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
      return answers.filter((answer) => sought.some((text) => answer.includes(text))).length;
    },
    untilAnswer: (text) =>
      new Promise((resolve) => {
        const look = (answer: Buffer) => {
          if (!answer.includes(text)) return;
          answered.off('answer', look);
          resolve();
        };
        answered.on('answer', look);
      }),
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(data: Buffer, client: Socket, fault: WireFault | undefined): void {
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
      client.write(Buffer.alloc(data.length, '\x21\0\0\0\x04'));
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

// Milliseconds between two bytes.
const slowness = 20;

function drip(data: Buffer, client: Socket): void {
  let sent = 0;
  const timer = setInterval(() => {
    client.write(data.subarray(sent, sent + 1));
    sent += 1;
    if (sent === data.length) clearInterval(timer);
  }, slowness).unref();
  client.once('close', () => clearInterval(timer));
}
