import { inspect } from 'node:util';
import { PromptError } from '@prompts/core';
import { afterEach, expect, test, vi } from 'vitest';
import { type BusServer, busOver } from './index.ts';
import { lineBusServer } from './test-support/line-bus.ts';
import { startLineServer } from './test-support/line-server.ts';
import { openInbox } from './testing/index.ts';
import { pingIntervalMs } from './until-lost.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a connection that responds to each ping is kept, and one that leaves a ping unanswered is replaced', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using server = await startLineServer();
  const busServer = lineBusServer(server.url);
  const pings: Promise<void>[] = [];
  const bus = busOver({
    ...busServer,
    async connect(signal) {
      const connection = await busServer.connect(signal);
      const ping = () => {
        const response = connection.ping();
        pings.push(response);
        return response;
      };
      return { ...connection, ping };
    },
  });
  await using inbox = await openInbox(bus);
  for (const count of [1, 2, 3]) {
    vi.advanceTimersByTime(pingIntervalMs);
    expect(pings).toHaveLength(count);
    await pings.at(-1);
  }
  expect([...server.connections].every((socket) => !socket.destroyed)).toBe(true);
  await server.pause();
  vi.advanceTimersByTime(pingIntervalMs);
  expect(inbox.restored).toBe(0);
  pings.at(-1)?.catch(() => {});
  vi.advanceTimersByTime(pingIntervalMs);
  await server.resume();
  await inbox.untilRestored(1);
  expect(pings).toHaveLength(4);
});

test('a `restored` that throws does not stop the subscription', async () => {
  await using server = await startLineServer();
  const bus = busOver(lineBusServer(server.url));
  const received = Promise.withResolvers<string>();
  await using _subscription = await bus.subscribe(received.resolve, {
    restored() {
      void bus.publish('restored');
      throw new Error('an error of the app');
    },
  });
  for (const socket of server.connections) socket.destroy();
  expect(await received.promise).toBe('restored');
});

test('the connection is ended when the server does not accept a message in time', async () => {
  await using server = await startLineServer();
  const busServer = lineBusServer(server.url);
  const bus = busOver(busServer);
  await using _inbox = await openInbox(bus);
  await bus.publish('one');
  expect(server.connections.size).toBe(2);
  await server.pause();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const late = expect(bus.publish('two')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: `${busServer.name} did not respond within 5 s`,
  });
  await vi.advanceTimersByTimeAsync(5000);
  await late;
  vi.useRealTimers();
  await expect.poll(() => server.connections.size).toBe(1);
  await server.resume();
  await bus.publish('three');
});

test('a connection that is established after the time-out is ended', async () => {
  const ended = Promise.withResolvers<void>();
  const slow: BusServer = {
    name: 'a slow server',
    refusal: () => undefined,
    async connect(signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { ...createIdleConnection(), end: ended.resolve };
    },
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const late = expect(busOver(slow).publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await vi.advanceTimersByTimeAsync(5000);
  await late;
  await ended.promise;
});

test('of an error of the client, only the code is passed on', async () => {
  const thrown = Object.assign(new Error('redis://:secret-word@host'), { code: 'ECONNREFUSED' });
  const failing = (error: unknown, refusal: BusServer['refusal'] = () => undefined): BusServer => ({
    name: 'a server',
    refusal,
    connect: () => Promise.reject(error),
  });
  const error: unknown = await busOver(failing(thrown))
    .subscribe(() => {})
    .catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    message: "a server can't be reached, or closed the connection (ECONNREFUSED)",
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret-word');
  const caused = new Error('redis://:secret-word@host', { cause: { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' } });
  await expect(busOver(failing(caused)).publish('message')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message:
      'a server has a certificate that is not trusted: check its host name and its authority (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
  });
  await expect(busOver(failing(thrown, () => 'FORBIDDEN')).publish('message')).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(busOver(failing('not an Error')).publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const own = new PromptError('CONTENT_INVALID', 'too large');
  await expect(busOver(failing(own)).publish('message')).rejects.toBe(own);
});

/** Creates a connection on which nothing happens. */
function createIdleConnection() {
  const resolve = async () => {};
  return { listen: resolve, publish: resolve, ping: resolve, lost: new Promise<void>(() => {}) };
}
