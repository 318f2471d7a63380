import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { PromptError } from '../../errors/prompt-error.ts';
import { toPrometheus } from '../../prometheus.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { createMessage, MemoryBus } from '../../test-support/memory-bus.ts';
import { settled } from '../../testing/settled.ts';

/** Creates a fleet of processes that have all read the prompt, whose text has changed since. */
async function startReaders(store: MapStore | undefined, count: number) {
  const bus = new MemoryBus();
  const fleet = new Fleet('one', { cache: { bus, ttl: 1000, ...(store && { store }) } });
  const all = await fleet.startMany(count);
  await fleet.within(1000, Promise.all(all.map((prompts) => prompts.get('it'))));
  const [first, ...others] = all as [(typeof all)[number], ...typeof all];
  fleet.provider.answer = { content: 'two', version: '2' };
  fleet.provider.calls = 0;
  return { bus, fleet, first, others };
}

describe('a bus', () => {
  it('makes all other processes apply what one fetched, without a call of the source', async () => {
    const { bus, fleet, first, others } = await startReaders(new MapStore(), 8);
    await using _ = fleet;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(fleet.provider.calls).toBe(1);
    expect(bus.messages).toHaveLength(1);
  });

  it('makes each process fetch for itself if there is no store, and never repeats an announcement', async () => {
    const { bus, fleet, first, others } = await startReaders(undefined, 4);
    await using _ = fleet;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('two');
    expect(fleet.provider.calls).toBe(4);
    expect(bus.messages).toHaveLength(1);
  });

  it('carries names and versions, never a text', async () => {
    const { bus, fleet, first } = await startReaders(new MapStore(), 2);
    await using _ = fleet;
    fleet.provider.answer = { content: 'You are a secret.', version: '2' };
    await first.refresh();
    expect(bus.messages.map((message) => JSON.parse(JSON.parse(message).content))).toEqual([
      {
        from: expect.any(String),
        changed: [{ key: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'it', version: '2' }],
      },
    ]);
  });

  it('carries nothing if a text has not changed', async () => {
    const { bus, fleet, first } = await startReaders(new MapStore(), 2);
    await using _ = fleet;
    fleet.provider.answer = 'one';
    await first.refresh();
    expect(bus.messages).toEqual([]);
  });

  it('makes processes check all sources after it is restored', async () => {
    const { bus, fleet, first, others } = await startReaders(new MapStore(), 4);
    await using _ = fleet;
    bus.isCut = true;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('one');
    bus.restore();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('two');
    // One of the processes that have the newest text checks it.
    expect(fleet.provider.calls).toBe(2);
  });

  it('is subscribed to again after a failure', async () => {
    const bus = new MemoryBus();
    bus.isCut = true;
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await settled();
    expect(prompts.status().bus).toMatchObject({ state: 'failing', failingSince: expect.any(Number) });
    bus.isCut = false;
    await fleet.clock.advance(5000);
    expect(prompts.status().bus).toEqual({ state: 'ok' });
    expect(bus.listenerCount).toBe(1);
    await prompts.close();
    expect(bus.listenerCount).toBe(0);
  });

  it('is failing from a loss until it is restored, and each loss is logged once', async () => {
    const bus = new MemoryBus();
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await settled();
    for (const losses of [1, 2]) {
      await fleet.clock.advance(1000);
      const now = Date.now();
      bus.lose();
      bus.lose();
      await fleet.clock.advance(60_000);
      expect(prompts.status().bus).toEqual({ state: 'failing', failingSince: now });
      expect(toPrometheus(prompts.status())).toContain('prompts_tier_up{tier="bus"} 0\n');
      const warning =
        '@prompts: the connection to the bus was lost; until the bus works again, changes are found only when the TTL expires';
      expect(fleet.warnings).toEqual(Array.from({ length: losses }, () => warning));
      bus.restore();
      expect(prompts.status().bus).toEqual({ state: 'ok' });
      expect(toPrometheus(prompts.status())).toContain('prompts_tier_up{tier="bus"} 1\n');
    }
  });

  it('is failing if it is lost while it is being subscribed to', async () => {
    const bus = new MemoryBus();
    const subscribe = bus.subscribe.bind(bus);
    bus.subscribe = async (...args) => {
      const subscription = await subscribe(...args);
      bus.lose();
      return subscription;
    };
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await settled();
    expect(prompts.status().bus?.state).toBe('failing');
    bus.restore();
    expect(prompts.status().bus).toEqual({ state: 'ok' });
  });

  it('makes processes check all sources after it is restored, even if it did not report the loss', async () => {
    const bus = new MemoryBus();
    const subscribe = bus.subscribe.bind(bus);
    bus.subscribe = (listener, events) => subscribe(listener, events?.restored && { restored: events.restored });
    await using fleet = new Fleet('one', { cache: { bus, ttl: 1000 } });
    const prompts = await fleet.start();
    await fleet.within(1000, prompts.get('it'));
    fleet.provider.answer = 'two';
    bus.lose();
    expect(prompts.status().bus).toEqual({ state: 'ok' });
    bus.restore();
    await settled();
    expect(prompts.peek('it')?.content).toBe('two');
    expect(fleet.warnings).toEqual([]);
  });

  it('logs why it cannot be subscribed to, but never the message of a foreign error', async () => {
    const secret = randomBytes(12).toString('hex');
    const bus = new MemoryBus();
    bus.subscribe = () => Promise.reject(new PromptError('AUTH_FAILED', 'Acme refused the name or the password'));
    await using fleet = new Fleet('one', { cache: { bus } });
    await fleet.start();
    await settled();
    bus.subscribe = () => Promise.reject(new Error(`wrong password: ${secret}`));
    await fleet.start();
    await settled();
    const failure = '@prompts: subscribing to the bus failed';
    expect(fleet.warnings).toEqual([
      `${failure} (AUTH_FAILED: Acme refused the name or the password); until the bus works again, changes are found only when the TTL expires`,
      `${failure}; until the bus works again, changes are found only when the TTL expires`,
    ]);
  });

  it('is failing while it does not respond to a subscription', async () => {
    const bus = new MemoryBus();
    const { promise, resolve } = Promise.withResolvers<void>();
    const subscribe = bus.subscribe.bind(bus);
    bus.subscribe = async (...args) => {
      await promise;
      return subscribe(...args);
    };
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await fleet.clock.advance(60_000);
    expect(prompts.status().bus?.state).toBe('failing');
    expect(fleet.warnings).toHaveLength(1);
    resolve();
    await settled();
    expect(prompts.status().bus).toEqual({ state: 'ok' });
    expect(bus.listenerCount).toBe(1);
  });

  it('is not subscribed to again if it fails after the app has closed', async () => {
    const bus = new MemoryBus();
    const { promise, reject } = Promise.withResolvers<never>();
    bus.subscribe = () => promise;
    await using fleet = new Fleet('one', { cache: { bus } });
    await (await fleet.start()).close();
    reject(new Error('too late'));
    await settled();
    await fleet.clock.advance(60_000);
    expect(fleet.clock.pending).toBe(0);
    expect(fleet.warnings).toEqual([]);
  });

  it('delays `close` by 5 s at most if it does not unsubscribe', async () => {
    const bus = new MemoryBus();
    bus.subscribe = async () => ({ [Symbol.asyncDispose]: () => new Promise(() => {}) });
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    let isClosed = false;
    const closing = prompts.close().then(() => {
      isClosed = true;
    });
    await fleet.clock.advance(4999);
    expect(isClosed).toBe(false);
    await fleet.clock.advance(1);
    await closing;
    expect(fleet.clock.pending).toBe(0);
  });

  const failures: Record<string, () => PromiseLike<void>> = {
    rejects: () => Promise.reject(new Error('not now')),
    throws: () => {
      throw new Error('not now');
    },
  };

  it.each(Object.entries(failures))(
    'does no harm if unsubscribing %s, in time or after the app has closed',
    async (_, dispose) => {
      const bus = new MemoryBus();
      const late = Promise.withResolvers<void>();
      const subscription = { [Symbol.asyncDispose]: vi.fn(dispose) };
      bus.subscribe = async () => subscription;
      await using fleet = new Fleet('one', { cache: { bus } });
      await (await fleet.start()).close();
      expect(subscription[Symbol.asyncDispose]).toHaveBeenCalledTimes(1);
      bus.subscribe = () => late.promise.then(() => subscription);
      await (await fleet.start()).close();
      late.resolve();
      await settled();
      expect(subscription[Symbol.asyncDispose]).toHaveBeenCalledTimes(2);
      expect(fleet.clock.pending).toBe(0);
      expect(fleet.warnings).toEqual([]);
    },
  );

  it.each(['', '{', 'null', '7', '{}', '{"changed":7}', '{"changed":[null,7,{}]}', '{"changed":[{"key":"unknown"}]}'])(
    'ignores a message that is not an announcement: %j',
    async (content) => {
      const { bus, fleet } = await startReaders(new MapStore(), 2);
      await using _ = fleet;
      await bus.publish(content);
      await bus.publish(await createMessage(content));
      await settled();
      expect(fleet.provider.calls).toBe(0);
    },
  );

  it('survives a bus that delivers what is not a text', async () => {
    const { bus, fleet } = await startReaders(new MapStore(), 2);
    await using _ = fleet;
    for (const message of [undefined, null, 7, { changed: [] }]) await bus.publish(message as never);
    await settled();
    expect(fleet.provider.calls).toBe(0);
  });

  it('ignores a message that is longer than any announcement', async () => {
    const { bus, fleet, first } = await startReaders(new MapStore(), 2);
    await using _ = fleet;
    await first.refresh();
    await settled();
    const [message] = bus.messages as [string];
    const { changed } = JSON.parse(JSON.parse(message).content);
    const other = { changed: changed.map((change: object) => ({ ...change, version: '3' })) };
    fleet.provider.calls = 0;
    await bus.publish(await createMessage({ ...other, from: 'x'.repeat(1_000_000) }));
    await settled();
    expect(fleet.provider.calls).toBe(0);
    await fleet.clock.advance(1000);
    await bus.publish(await createMessage({ ...other, from: 'x' }));
    await settled();
    expect(fleet.provider.calls).toBeGreaterThan(0);
  });

  it('causes no calls of the source by repeating a message', async () => {
    const { bus, fleet, first } = await startReaders(new MapStore(), 4);
    await using _ = fleet;
    await first.refresh();
    await settled();
    const [message] = bus.messages as [string];
    for (let repeat = 0; repeat < 100; repeat += 1) await bus.publish(message);
    await settled();
    expect(fleet.provider.calls).toBe(1);
    expect(bus.messages).toHaveLength(101);
  });
});
