import { inspect } from 'node:util';
import { PromptError } from '@prompts/core';
import { afterEach, expect, test, vi } from 'vitest';
import { openInbox } from '../../../scripts/test/bus/inbox.ts';
import { type BusServer, busOver } from './index.ts';
import { startLineServer } from './test-support/line-server.ts';

/** Milliseconds between two questions whether a connection stands. */
const beat = 10_000;

afterEach(() => {
  vi.useRealTimers();
});

test('a connection that answers each question stays, one that leaves a question unanswered goes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using server = await startLineServer();
  const pinged: Promise<void>[] = [];
  const bus = busOver({
    ...server.bus,
    async connect(signal) {
      const connection = await server.bus.connect(signal);
      const ping = () => {
        const answer = connection.ping();
        pinged.push(answer);
        return answer;
      };
      return { ...connection, ping };
    },
  });
  await using inbox = await openInbox(bus);
  for (const beats of [1, 2, 3]) {
    vi.advanceTimersByTime(beat);
    expect(pinged).toHaveLength(beats);
    await pinged.at(-1);
  }
  expect([...server.connections].every((socket) => !socket.destroyed)).toBe(true);
  server.isSilent = true;
  vi.advanceTimersByTime(beat);
  expect(inbox.restored).toBe(0);
  vi.advanceTimersByTime(beat);
  server.isSilent = false;
  await inbox.untilRestored(1);
  expect(pinged).toHaveLength(4);
});

test('a listener of restorals that throws keeps nobody from listening', async () => {
  await using server = await startLineServer();
  const bus = busOver(server.bus);
  const heard = Promise.withResolvers<string>();
  await using _subscription = await bus.subscribe(heard.resolve, {
    restored() {
      void bus.publish('restored');
      throw new Error('a mistake of the app');
    },
  });
  for (const socket of server.connections) socket.destroy();
  expect(await heard.promise).toBe('restored');
});

test('a message that the server does not take in time ends its connection', async () => {
  await using server = await startLineServer();
  const bus = busOver(server.bus);
  await using _inbox = await openInbox(bus);
  await bus.publish('one');
  expect(server.connections.size).toBe(2);
  server.isSilent = true;
  await expect(bus.publish('two')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'the line server did not answer within 1 s',
  });
  await vi.waitUntil(() => server.connections.size === 1);
  server.isSilent = false;
  await bus.publish('three');
});

test('a connection that comes when nobody waits any more is ended', async () => {
  const ended = Promise.withResolvers<void>();
  const late: BusServer = {
    name: 'a late server',
    refusal: () => undefined,
    async connect(signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { ...(await startNothing()), end: ended.resolve };
    },
  };
  await expect(busOver(late).publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await ended.promise;
});

test('of what a client throws, a code survives and no word', async () => {
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
    message: "a server can't be reached, or broke off (ECONNREFUSED)",
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret-word');
  const caused = new Error('redis://:secret-word@host', { cause: { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' } });
  await expect(busOver(failing(caused)).publish('message')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'a server shows a certificate that is not trusted (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
  });
  await expect(busOver(failing(thrown, () => 'FORBIDDEN')).publish('message')).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(busOver(failing('no error at all')).publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const own = new PromptError('CONTENT_INVALID', 'too large');
  await expect(busOver(failing(own)).publish('message')).rejects.toBe(own);
});

/** A connection on which nothing happens. */
async function startNothing() {
  const nothing = async () => {};
  return { listen: nothing, publish: nothing, ping: nothing, lost: new Promise<void>(() => {}) };
}
