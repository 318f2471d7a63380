import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { PromptBus } from '../../../packages/core/src/index.ts';
import { freePort } from '../servers/free-port.ts';
import { orSkip } from '../servers/or-skip.ts';
import { sharedServer } from '../servers/shared-server.ts';
import type { ServerKind } from '../servers/shared-servers.ts';
import type { TestServer } from '../servers/test-server.ts';
import { startProxy } from '../servers/wire-proxy.ts';
import { testHealth } from './health.ts';
import { openInbox } from './inbox.ts';
import { runProgram } from './run-program.ts';

/** A bus, and the servers that it is tested with. */
export interface TestedBus {
  /** The function that makes it of an address, and the module that a program imports it from. */
  readonly make: (url: string, options?: { channel: string }) => PromptBus;
  readonly module: URL;
  readonly kind: ServerKind;
  /** What its server's answer to a ping holds, and no message. */
  readonly pong: string;
  /** Starts a server that a test may kill. */
  start(): Promise<TestServer>;
  readonly wrongAddresses: readonly string[];
  readonly wrongChannels: readonly string[];
}

/** Milliseconds between two questions of a bus whether its connection still stands. */
const beat = 10_000;

/** What every bus does, on a real server. Called in a test file of the bus's package. */
export function testBus({ make, module, kind, pong, start, wrongAddresses, wrongChannels }: TestedBus): void {
  // The server is shared: each test has a channel of its own.
  const freshOptions = () => ({ channel: `channel-${randomBytes(6).toString('hex')}` });

  /** A proxy before the shared server, and its end. */
  async function proxied() {
    const proxy = await startProxy(await sharedServer(kind));
    return Object.assign(proxy, { [Symbol.asyncDispose]: () => proxy.close() });
  }

  describe('messages', () => {
    test('reach all subscribers, the publisher’s own too, in order and unchanged', async () => {
      const url = await sharedServer(kind);
      const options = freshOptions();
      const bus = make(url, options);
      await using own = await openInbox(bus);
      await using second = await openInbox(make(url, options));
      await using third = await openInbox(make(url, options));
      await using elsewhere = await openInbox(make(url, freshOptions()));
      const messages = ['first', '', 'naïve 漢字 🎉 \u2028', '{"a":"\'\\"\\\\"}\r\n', 'x'.repeat(7900), 'last'];
      for (const message of messages) await bus.publish(message);
      for (const inbox of [own, second, third]) {
        await inbox.untilHeard(messages.length);
        expect(inbox.heard).toEqual(messages);
        expect(inbox.restored).toBe(0);
      }
      expect(elsewhere.heard).toEqual([]);
    });

    test('are not lost while somebody listens, many at once', async () => {
      const bus = make(await sharedServer(kind), freshOptions());
      await using inbox = await openInbox(bus);
      const messages = Array.from({ length: 200 }, (_, index) => `message ${index}`);
      await Promise.all(messages.map((message) => bus.publish(message)));
      await inbox.untilHeard(messages.length);
      expect(inbox.heard).toEqual(messages);
    });

    test('are heard by others when a listener throws, at once or later', async () => {
      const bus = make(await sharedServer(kind), freshOptions());
      await using _throwing = await bus.subscribe(() => {
        throw new Error('a mistake of the app');
      });
      await using _rejecting = await bus.subscribe(async () => {
        throw new Error('a later mistake');
      });
      await using inbox = await openInbox(bus);
      await bus.publish('one');
      await bus.publish('two');
      await inbox.untilHeard(2);
      expect(inbox.heard).toEqual(['one', 'two']);
    });

    test('are told no more after disposal, and to the others still', async () => {
      const bus = make(await sharedServer(kind), freshOptions());
      const disposed = await openInbox(bus);
      await using kept = await openInbox(bus);
      await disposed[Symbol.asyncDispose]();
      await disposed[Symbol.asyncDispose]();
      await bus.publish('later');
      await kept.untilHeard(1);
      expect(disposed.heard).toEqual([]);
    });
  });

  describe('connections', () => {
    test('are made when they are first used, and all end with the last subscription', async () => {
      await using proxy = await proxied();
      const bus = make(proxy.url, freshOptions());
      expect(proxy.calls()).toBe(0);
      const inbox = await openInbox(bus);
      await bus.publish('one');
      await bus.publish('two');
      expect(proxy.connections()).toBe(2);
      await inbox[Symbol.asyncDispose]();
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
      await bus.publish('nobody listens');
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
    });

    test('come back after the server was killed; what was published meanwhile is refused, not told late', async () => {
      const server = await orSkip(start());
      try {
        const bus = make(server.url, freshOptions());
        await using inbox = await openInbox(bus);
        await bus.publish('before');
        await inbox.untilHeard(1);
        await server.kill();
        await inbox.untilLost(1);
        await expect(bus.publish('meanwhile')).rejects.toMatchObject({ name: 'PromptError', code: 'UNAVAILABLE' });
        await expect(bus.publish('meanwhile')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        await expect(bus.subscribe(() => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        await server.restart();
        await inbox.untilRestored(1);
        await bus.publish('after');
        await inbox.untilHeard(2);
        expect(inbox.heard).toEqual(['before', 'after']);
        expect([inbox.lost, inbox.restored]).toEqual([1, 1]);
      } finally {
        await server.stop();
      }
    });

    test('come back after each loss on the network', async () => {
      await using proxy = await proxied();
      const bus = make(proxy.url, freshOptions());
      await using inbox = await openInbox(bus);
      for (const loss of [1, 2]) {
        proxy.cut();
        await inbox.untilRestored(loss);
        await bus.publish(`after ${loss}`);
        await inbox.untilHeard(loss);
      }
      expect(inbox.heard).toEqual(['after 1', 'after 2']);
      expect([inbox.lost, inbox.restored]).toEqual([2, 2]);
    });

    test('are given up and made again when they stand but nobody answers', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        await using proxy = await proxied();
        const bus = make(proxy.url, freshOptions());
        await using inbox = await openInbox(bus);
        // While they are answered they stay.
        for (const heard of [1, 2, 3]) {
          const answer = proxy.untilAnswer(pong);
          vi.advanceTimersByTime(beat);
          // PostgreSQL tells of messages before it answers what it was asked earlier.
          await answer;
          await bus.publish('before');
          await inbox.untilHeard(heard);
        }
        proxy.fail('hang');
        await expect(bus.publish('frozen')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        vi.advanceTimersByTime(beat);
        expect(inbox.lost).toBe(0);
        vi.advanceTimersByTime(beat);
        await inbox.untilLost(1);
        proxy.fail(undefined);
        await inbox.untilRestored(1);
        await bus.publish('after');
        await vi.waitUntil(() => inbox.heard.includes('after'), 10_000);
        expect([inbox.lost, inbox.restored]).toEqual([1, 1]);
      } finally {
        vi.useRealTimers();
      }
    });

    test('let the process end: with a subscription, after a message, and when disposed of while they are made again', async () => {
      await using proxy = await proxied();
      const options = freshOptions();
      await using inbox = await openInbox(make(await sharedServer(kind), options));
      const busOf = `(await import(${JSON.stringify(module)})).${make.name}`;
      const arguments_ = JSON.stringify([proxy.url, options]).slice(1, -1);
      await Promise.all([
        runProgram(`const bus = ${busOf}(${arguments_}); await bus.subscribe(() => {}); await bus.publish('one');`),
        runProgram(`await ${busOf}(${arguments_}).publish('two');`),
      ]);
      await inbox.untilHeard(2);
      expect([...inbox.heard].sort()).toEqual(['one', 'two']);

      const program = runProgram(`
        const subscription = await ${busOf}(${arguments_}).subscribe(() => {});
        process.stdin.once('data', async () => {
          await subscription[Symbol.asyncDispose]();
          console.log('disposed');
        });
        console.log('listening');`);
      await program.says('listening');
      proxy.fail('hang');
      const calls = proxy.calls();
      proxy.cut();
      // Dials again, and waits for a greeting.
      await vi.waitUntil(() => proxy.calls() > calls && proxy.connections() > 0, 10_000);
      program.tell('dispose');
      await program.says('disposed');
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
      program.endInput();
      await program;
    });
  });

  testHealth(make, start);

  describe('refusals', () => {
    test('of a password are told without it', async () => {
      const url = new URL(await sharedServer(kind));
      url.password = randomBytes(12).toString('hex');
      const bus = make(url.href);
      for (const attempt of [() => bus.publish('message'), () => bus.subscribe(() => {})]) {
        const error: unknown = await attempt().catch((thrown) => thrown);
        expect(error).toMatchObject({ name: 'PromptError', code: 'AUTH_FAILED', retryable: false });
        const told = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
        expect(told).toContain(url.host);
        expect(told).not.toContain(url.password);
      }
    });

    test('to connect where no server is, and to nobody else', async () => {
      const url = new URL(await sharedServer(kind));
      const other = make(url.href);
      url.port = String(await freePort());
      const bus = make(url.href);
      await expect(bus.subscribe(() => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await expect(bus.publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await other.publish('message');
    });

    test.for(wrongAddresses)('of the address %s don’t repeat its password', (address) => {
      const password = randomBytes(12).toString('hex');
      const error = thrownBy(() => make(address.replace('PASSWORD', password)));
      expect(error).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
      expect(inspect(error, { showHidden: true })).not.toContain(password);
    });

    test.for([undefined, null, 7] as unknown as string[])('of %s for an address', (address) => {
      expect(thrownBy(() => make(address))).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
    });

    test.for(['', 7 as unknown as string, ...wrongChannels])('of the channel %j', async (channel) => {
      const url = await sharedServer(kind);
      expect(thrownBy(() => make(url, { channel }))).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
    });
  });
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
