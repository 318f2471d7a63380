import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { BusTestServer } from '../testing/index.ts';

/** A line from a client: its password, a ping, or a message to everybody. The server replies to the first two. */
export type Line = { readonly password: string } | { readonly ping: true } | Message;

export interface Message {
  readonly channel: string;
  readonly message: string;
}

/** A server in this process that relays lines of JSON: as simple as the server of a bus can be. */
export interface LineServer extends Required<BusTestServer>, AsyncDisposable {
  /** The open connections. */
  readonly connections: ReadonlySet<Socket>;
}

export async function startLineServer(): Promise<LineServer> {
  const password = randomBytes(12).toString('hex');
  const connections = new Set<Socket>();
  let heldBack: (() => void)[] | undefined;

  const handle = (socket: Socket, line: Line) => {
    if ('password' in line) socket.write(line.password === password ? 'welcome\n' : 'refused\n');
    else if ('ping' in line) socket.write('pong\n');
    else for (const other of connections) other.write(`${JSON.stringify(line)}\n`);
  };
  const server = createServer((socket) => {
    connections.add(socket.on('close', () => connections.delete(socket)).on('error', () => {}));
    const lines = createInterface(socket).on('error', () => {});
    lines.on('line', (line) => {
      const reply = () => handle(socket, JSON.parse(line));
      if (heldBack) heldBack.push(reply);
      else reply();
    });
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const resume = async () => {
    const replies = heldBack ?? [];
    heldBack = undefined;
    for (const reply of replies) reply();
  };
  const kill = async () => {
    await resume();
    for (const socket of connections) socket.resetAndDestroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  const port = await listen(0);
  return {
    url: `line://:${password}@127.0.0.1:${port}`,
    connections,
    kill,
    async restart() {
      await kill();
      await listen(port);
    },
    async pause() {
      heldBack ??= [];
    },
    resume,
    stop: kill,
    [Symbol.asyncDispose]: kill,
  };
}
