import { describe, expect, test } from 'vitest';
import { type BusUnderTest, freshChannel } from '../bus-under-test.ts';
import { openInbox } from '../inbox.ts';

/** How messages are delivered. */
export function testMessages({ create, url }: BusUnderTest): void {
  describe('messages', () => {
    test('reach every subscriber of the channel, the publisher included, in order and unchanged', async () => {
      const address = await url();
      const options = freshChannel();
      const bus = create(address, options);
      await using own = await openInbox(bus);
      await using second = await openInbox(create(address, options));
      await using third = await openInbox(create(address, options));
      await using otherChannel = await openInbox(create(address, freshChannel()));
      const messages = ['first', '', 'naïve 漢字 🎉 \u2028', '{"a":"\'\\"\\\\"}\r\n', 'x'.repeat(7900), 'last'];
      for (const message of messages) await bus.publish(message);
      for (const inbox of [own, second, third]) {
        await inbox.untilReceived(messages.length);
        expect(inbox.messages).toEqual(messages);
        expect(inbox.restored).toBe(0);
      }
      expect(otherChannel.messages).toEqual([]);
    });

    test('are all delivered when many are published at the same time', async () => {
      const bus = create(await url(), freshChannel());
      await using inbox = await openInbox(bus);
      const messages = Array.from({ length: 200 }, (_, index) => `message ${index}`);
      await Promise.all(messages.map((message) => bus.publish(message)));
      await inbox.untilReceived(messages.length);
      expect(inbox.messages).toEqual(messages);
    });

    test('reach the other subscribers when a listener throws or rejects', async () => {
      const bus = create(await url(), freshChannel());
      await using _throwing = await bus.subscribe(() => {
        throw new Error('an error of the app');
      });
      await using _rejecting = await bus.subscribe(async () => {
        throw new Error('a later error of the app');
      });
      await using inbox = await openInbox(bus);
      await bus.publish('one');
      await bus.publish('two');
      await inbox.untilReceived(2);
      expect(inbox.messages).toEqual(['one', 'two']);
    });

    test('no longer reach a subscription that was disposed of, but reach the others', async () => {
      const bus = create(await url(), freshChannel());
      const disposed = await openInbox(bus);
      await using kept = await openInbox(bus);
      await disposed[Symbol.asyncDispose]();
      await disposed[Symbol.asyncDispose]();
      await bus.publish('later');
      await kept.untilReceived(1);
      expect(disposed.messages).toEqual([]);
    });
  });
}
