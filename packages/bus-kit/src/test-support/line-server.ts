import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { BusServer } from '../connection.ts';

/** A server that passes lines on to all connections, as simple as a bus's server can be; and what it was asked. */
export interface LineServer extends AsyncDisposable {
  readonly bus: BusServer;
  /** Connections that are open. */
  readonly connections: ReadonlySet<Socket>;
  /** Says nothing to anybody while true. */
  isSilent: boolean;
}

export async function startLineServer(): Promise<LineServer> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket.on('close', () => connections.delete(socket)).on('error', () => {}));
    createInterface(socket).on('line', (line) => {
      if (started.isSilent) return;
      // Asked for an answer, or told something for everybody.
      if (line === '?') socket.write('?\n');
      else for (const other of connections) other.write(`${line}\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const started: LineServer = {
    bus: { name: 'the line server', refusal: () => undefined, connect: (signal) => dial(port, signal) },
    connections,
    isSilent: false,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return started;
}

const dial: (port: number, signal: AbortSignal) => ReturnType<BusServer['connect']> = async (port, signal) => {
  const socket = connect(port, '127.0.0.1').unref();
  const lost = once(socket, 'close').then(() => {});
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  await once(socket, 'connect');
  const answers: (() => void)[] = [];
  let heard = (_line: string) => {};
  socket.on('error', () => {});
  createInterface(socket).on('line', (line) => {
    if (line === '?') answers.shift()?.();
    else heard(line);
  });
  const ping = () =>
    new Promise<void>((resolve, reject) => {
      answers.push(resolve);
      lost.then(() => reject(new Error('lost')));
      socket.write('?\n');
    });
  return {
    async listen(listener) {
      heard = listener;
      await ping();
    },
    async publish(message) {
      socket.write(`${message}\n`);
      await ping();
    },
    ping,
    lost,
    end: () => void socket.destroy(),
  };
};
