import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { PromptError } from '../../errors/prompt-error.ts';
import { toPrometheus } from '../../prometheus.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { MemoryBus } from '../../test-support/memory-bus.ts';
import { settled } from '../../testing/settled.ts';

/** A fleet in which everybody has read the prompt. */
async function readers(store: MapStore | undefined, count: number) {
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
  it('brings what one process was told to all others, who ask the source no more', async () => {
    const { bus, fleet, first, others } = await readers(new MapStore(), 8);
    await using _ = fleet;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(fleet.provider.calls).toBe(1);
    expect(bus.messages).toHaveLength(1);
  });

  it('without a store has each ask for itself, and nobody repeat it', async () => {
    const { bus, fleet, first, others } = await readers(undefined, 4);
    await using _ = fleet;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('two');
    expect(fleet.provider.calls).toBe(4);
    expect(bus.messages).toHaveLength(1);
  });

  it('carries names and versions, never a text', async () => {
    const { bus, fleet, first } = await readers(new MapStore(), 2);
    await using _ = fleet;
    fleet.provider.answer = { content: 'You are a secret.', version: '2' };
    await first.refresh();
    expect(bus.messages.map((message) => JSON.parse(message))).toEqual([
      {
        from: expect.any(String),
        changed: [{ key: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'it', version: '2' }],
      },
    ]);
  });

  it('tells nothing where a text stayed as it was', async () => {
    const { bus, fleet, first } = await readers(new MapStore(), 2);
    await using _ = fleet;
    fleet.provider.answer = 'one';
    await first.refresh();
    expect(bus.messages).toEqual([]);
  });

  it('is followed by a look at everything once it works again', async () => {
    const { bus, fleet, first, others } = await readers(new MapStore(), 4);
    await using _ = fleet;
    bus.isCut = true;
    await first.refresh();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('one');
    bus.restore();
    await settled();
    for (const prompts of others) expect(prompts.peek('it')?.content).toBe('two');
    // One of those who know the newest text asks whether it still is.
    expect(fleet.provider.calls).toBe(2);
  });

  it('that can not be subscribed to is tried again', async () => {
    const bus = new MemoryBus();
    bus.isCut = true;
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await settled();
    expect(prompts.status().bus).toMatchObject({ state: 'failing', failingSince: expect.any(Number) });
    bus.isCut = false;
    await fleet.clock.advance(5000);
    expect(prompts.status().bus).toEqual({ state: 'ok' });
    expect(bus.listeners).toBe(1);
    await prompts.close();
    expect(bus.listeners).toBe(0);
  });

  it('that is lost is failing until it works again, and warns once for each loss', async () => {
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
      const warning = '@prompts: the bus was lost: for now, changes arrive by TTL only';
      expect(fleet.warnings).toEqual(Array.from({ length: losses }, () => warning));
      bus.restore();
      expect(prompts.status().bus).toEqual({ state: 'ok' });
      expect(toPrometheus(prompts.status())).toContain('prompts_tier_up{tier="bus"} 1\n');
    }
  });

  it('that is lost at the end of subscribing is failing', async () => {
    const bus = new MemoryBus();
    const subscribing = bus.subscribe.bind(bus);
    bus.subscribe = async (...args) => {
      const subscription = await subscribing(...args);
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

  it('that tells of no loss is followed by a look at everything all the same', async () => {
    const bus = new MemoryBus();
    const subscribing = bus.subscribe.bind(bus);
    bus.subscribe = (listener, events) => subscribing(listener, events?.restored && { restored: events.restored });
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

  it('that is refused says why, and of errors that are not our own no word', async () => {
    const secret = randomBytes(12).toString('hex');
    const bus = new MemoryBus();
    bus.subscribe = () => Promise.reject(new PromptError('AUTH_FAILED', 'Acme refused the name or the password'));
    await using fleet = new Fleet('one', { cache: { bus } });
    await fleet.start();
    await settled();
    bus.subscribe = () => Promise.reject(new Error(`wrong password: ${secret}`));
    await fleet.start();
    await settled();
    const unsubscribable = "@prompts: the bus can't be subscribed to";
    expect(fleet.warnings).toEqual([
      `${unsubscribable} (AUTH_FAILED: Acme refused the name or the password): for now, changes arrive by TTL only`,
      `${unsubscribable}: for now, changes arrive by TTL only`,
    ]);
  });

  it('that says nothing when it is subscribed to is failing', async () => {
    const bus = new MemoryBus();
    const { promise, resolve } = Promise.withResolvers<void>();
    const subscribing = bus.subscribe.bind(bus);
    bus.subscribe = async (...args) => {
      await promise;
      return subscribing(...args);
    };
    await using fleet = new Fleet('one', { cache: { bus } });
    const prompts = await fleet.start();
    await fleet.clock.advance(60_000);
    expect(prompts.status().bus?.state).toBe('failing');
    expect(fleet.warnings).toHaveLength(1);
    resolve();
    await settled();
    expect(prompts.status().bus).toEqual({ state: 'ok' });
    expect(bus.listeners).toBe(1);
  });

  it('that fails when the app has closed is left alone', async () => {
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

  it('that never lets go keeps nobody from closing for long', async () => {
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

  const refusals: Record<string, () => PromiseLike<void>> = {
    'refuses to let go': () => Promise.reject(new Error('not now')),
    'refuses at once to let go': () => {
      throw new Error('not now');
    },
  };

  it.each(Object.entries(refusals))('that %s, in time or when the app has closed, harms nobody', async (_, dispose) => {
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
  });

  it.each(['', '{', 'null', '7', '{}', '{"changed":7}', '{"changed":[null,7,{}]}', '{"changed":[{"key":"unknown"}]}'])(
    'is not believed what is no announcement: %j',
    async (message) => {
      const { bus, fleet } = await readers(new MapStore(), 2);
      await using _ = fleet;
      await bus.publish(message);
      await settled();
      expect(fleet.provider.calls).toBe(0);
    },
  );

  it('is not read where a message is longer than any announcement', async () => {
    const { bus, fleet, first } = await readers(new MapStore(), 2);
    await using _ = fleet;
    await first.refresh();
    await settled();
    const [message] = bus.messages as [string];
    const other = JSON.parse(message.replace('"2"', '"3"'));
    fleet.provider.calls = 0;
    await bus.publish(JSON.stringify({ ...other, from: 'x'.repeat(20_000) }));
    await settled();
    expect(fleet.provider.calls).toBe(0);
    await bus.publish(JSON.stringify({ ...other, from: 'x' }));
    await settled();
    expect(fleet.provider.calls).toBeGreaterThan(0);
  });

  it('that repeats a message for ever makes nobody ask again', async () => {
    const { bus, fleet, first } = await readers(new MapStore(), 4);
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
