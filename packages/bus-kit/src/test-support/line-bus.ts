import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { createInterface } from 'node:readline';
import { type PromptBus, PromptError } from '@prompts/core';
import { type BusConnection, type BusServer, busOver, parseAddress } from '../index.ts';
import type { Line, Message } from './line-server.ts';

/** A bus for the line server, written as its author would write it. */
export function lineBus(address: string, { channel = 'prompts' } = {}): PromptBus {
  if (typeof channel !== 'string' || channel === '') throw new PromptError('CONFIG_INVALID', 'lineBus needs a channel');
  return busOver(lineBusServer(address, channel));
}

export function lineBusServer(address: string, channel = 'prompts'): BusServer {
  const { host } = parseAddress('lineBus', address, ['line:']);
  return {
    name: `the line server at ${host}`,
    connect: (signal) => connect(new URL(address), channel, signal),
    refusal: (error) => (error instanceof WrongPassword ? 'AUTH_FAILED' : undefined),
  };
}

class WrongPassword extends Error {}

async function connect({ port, password }: URL, channel: string, signal: AbortSignal): Promise<BusConnection> {
  const socket = connectSocket(Number(port), '127.0.0.1');
  const end = () => void socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  const lost = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {}).unref();
  await once(socket, 'connect');

  const replies: ((reply: string) => void)[] = [];
  let receive = (_message: string) => {};
  const lines = createInterface(socket).on('error', () => {});
  lines.on('line', (line) => {
    if (!line.startsWith('{')) return replies.shift()?.(line);
    const received: Message = JSON.parse(line);
    if (received.channel === channel) receive(decodeURIComponent(received.message));
  });
  const send = (line: Line) => socket.write(`${JSON.stringify(line)}\n`);
  const request = (line: Line) =>
    new Promise<string>((resolve, reject) => {
      replies.push(resolve);
      lost.then(() => reject(new Error('lost')));
      send(line);
    });
  const ping = async () => void (await request({ ping: true }));

  if ((await request({ password })) === 'refused') {
    end();
    throw new WrongPassword();
  }
  return {
    async listen(listener) {
      receive = listener;
    },
    async publish(message) {
      // Encoded, because readline takes U+2028 for the end of a line.
      send({ channel, message: encodeURIComponent(message) });
      await ping();
    },
    ping,
    lost,
    end,
  };
}
