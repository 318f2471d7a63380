import { describe, expect, test, vi } from 'vitest';
import { pingIntervalMs } from '../../until-lost.ts';
import { type BusUnderTest, freshChannel } from '../bus-under-test.ts';
import { openInbox } from '../inbox.ts';

/** How connections are opened, replaced and ended. */
export function testConnections({ create, start, startProxy, pingReply }: BusUnderTest): void {
  describe('connections', () => {
    test('are opened when they are first needed, and all end with the last subscription', async () => {
      await using proxy = await startProxy();
      const bus = create(proxy.url, freshChannel());
      expect(proxy.calls()).toBe(0);
      const inbox = await openInbox(bus);
      await bus.publish('one');
      await bus.publish('two');
      expect(proxy.connections()).toBe(2);
      await inbox[Symbol.asyncDispose]();
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
      await bus.publish('without a subscription');
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
    });

    test('are replaced after the server was killed; what is published meanwhile is rejected, not delivered late', async () => {
      const server = await start();
      try {
        const bus = create(server.url, freshChannel());
        await using inbox = await openInbox(bus);
        await bus.publish('before');
        await inbox.untilReceived(1);
        await server.kill();
        await inbox.untilLost(1);
        await expect(bus.publish('meanwhile')).rejects.toMatchObject({ name: 'PromptError', code: 'UNAVAILABLE' });
        await expect(bus.publish('meanwhile')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        await expect(bus.subscribe(() => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        await server.restart();
        await inbox.untilRestored(1);
        await bus.publish('after');
        await inbox.untilReceived(2);
        expect(inbox.messages).toEqual(['before', 'after']);
        expect([inbox.lost, inbox.restored]).toEqual([1, 1]);
      } finally {
        await server.stop();
      }
    });

    test('are replaced each time the network breaks them', async () => {
      await using proxy = await startProxy();
      const bus = create(proxy.url, freshChannel());
      await using inbox = await openInbox(bus);
      for (const loss of [1, 2]) {
        proxy.cut();
        await inbox.untilRestored(loss);
        await bus.publish(`after ${loss}`);
        await inbox.untilReceived(loss);
      }
      expect(inbox.messages).toEqual(['after 1', 'after 2']);
      expect([inbox.lost, inbox.restored]).toEqual([2, 2]);
    });

    test('are replaced when a ping is still unanswered at the time of the next one', async ({
      skip,
      onTestFinished,
    }) => {
      if (pingReply === undefined) return skip("the option 'pingReply' of testBus is not set");
      await using proxy = await startProxy();
      onTestFinished(() => void vi.useRealTimers());
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      const bus = create(proxy.url, freshChannel());
      await using inbox = await openInbox(bus);
      // A connection whose pings are answered stays.
      for (const received of [1, 2, 3]) {
        const reply = proxy.untilAnswer(pingReply);
        vi.advanceTimersByTime(pingIntervalMs);
        // Before the message: PostgreSQL may deliver a message before it replies to an earlier ping.
        await reply;
        await bus.publish('before');
        await inbox.untilReceived(received);
      }
      proxy.fail('hang');
      await expect(bus.publish('lost')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      vi.advanceTimersByTime(pingIntervalMs);
      expect(inbox.lost).toBe(0);
      vi.advanceTimersByTime(pingIntervalMs);
      await inbox.untilLost(1);
      proxy.fail(undefined);
      await inbox.untilRestored(1);
      await bus.publish('after');
      await vi.waitUntil(() => inbox.messages.includes('after'), 10_000);
      expect([inbox.lost, inbox.restored]).toEqual([1, 1]);
    });
  });
}
