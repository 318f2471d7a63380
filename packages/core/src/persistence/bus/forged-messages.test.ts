import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Fleet } from '../../test-support/fleet.ts';
import { createMessage, MemoryBus } from '../../test-support/memory-bus.ts';
import { settled } from '../../testing/settled.ts';

const integrityKey = randomBytes(16).toString('hex');

/** Creates a process that has read its prompts, and finds the key of `it` on the bus. */
async function startVictim(cache: object = {}) {
  const bus = new MemoryBus();
  const systemPrompts = Object.fromEntries(
    ['it', 'b', 'c'].map((id) => [id, { provider: 'scripted', config: id === 'it' ? {} : { id } }]),
  );
  const fleet = new Fleet('one', { systemPrompts, cache: { bus, ttl: 1000, ...cache } });
  const prompts = await fleet.start();
  await fleet.within(1000, Promise.all(['it', 'b', 'c'].map((name: string) => prompts.get(name))));
  fleet.provider.answer = { content: 'two', version: '2' };
  await prompts.refresh('it');
  await settled();
  const [message = ''] = bus.messages;
  const { key } = JSON.parse(JSON.parse(message).content).changed[0] as { key: string };
  fleet.provider.calls = 0;
  return { bus, fleet, prompts, key };
}

describe('a bus that anybody may write to', () => {
  it.each<[string, (key: string) => object]>([
    ['empty keys', () => ({ changed: Array(900).fill({ key: '' }) })],
    ['unknown keys', () => ({ changed: Array.from({ length: 900 }, (_, index) => ({ key: `k${index}` })) })],
    ['too many keys', (key) => ({ changed: Array(1001).fill({ key, version: '3' }) })],
  ])('causes no call of the source by a message with %s', async (_, contentOf) => {
    const { bus, fleet, key } = await startVictim();
    await using __ = fleet;
    await bus.publish(await createMessage({ from: 'x', ...contentOf(key) }));
    await fleet.clock.advance(5000);
    expect(fleet.provider.calls).toBe(0);
  });

  it('leaves no timer behind when the app closes', async () => {
    const { bus, fleet, prompts, key } = await startVictim();
    await using _ = fleet;
    for (const version of ['3', '4'])
      await bus.publish(await createMessage({ from: 'x', changed: [{ key, version }] }));
    await settled();
    expect(fleet.clock.pending).toBe(1);
    await prompts.close();
    expect(fleet.clock.pending).toBe(0);
  });

  it('causes at most one call per second and source, however many messages arrive', async () => {
    const { bus, fleet, key, prompts } = await startVictim();
    await using _ = fleet;
    for (let tenth = 0; tenth < 100; tenth += 1) {
      for (let repeat = 0; repeat < 20; repeat += 1)
        await bus.publish(await createMessage({ from: 'x', changed: [{ key, version: `forged ${tenth} ${repeat}` }] }));
      await fleet.clock.advance(100);
      prompts.peek('it');
    }
    expect(fleet.provider.calls).toBeGreaterThanOrEqual(9);
    expect(fleet.provider.calls).toBeLessThanOrEqual(11);
    expect(prompts.peek('it')?.content).toBe('two');
  });

  it('causes one call for a message that names a source a thousand times', async () => {
    const { bus, fleet, key } = await startVictim();
    await using _ = fleet;
    await bus.publish(await createMessage({ from: 'x', changed: Array(1000).fill({ key, version: '3' }) }));
    await settled();
    expect(fleet.provider.calls).toBe(1);
    await fleet.clock.advance(10_000);
    expect(fleet.provider.calls).toBe(1);
  });

  it('never loses an announcement in a flood: the last one is followed', async () => {
    const { bus, fleet, key, prompts } = await startVictim();
    await using _ = fleet;
    for (let repeat = 0; repeat < 10; repeat += 1)
      await bus.publish(await createMessage({ from: 'x', changed: [{ key, version: String(repeat) }] }));
    await settled();
    fleet.provider.answer = { content: 'three', version: '3' };
    await bus.publish(await createMessage({ from: 'x', changed: [{ key, version: '3' }] }));
    await fleet.clock.advance(1000);
    expect(prompts.peek('it')).toMatchObject({ content: 'three', state: 'fresh' });
  });
});

describe('a bus with an integrityKey', () => {
  it('follows a message of the same key', async () => {
    const { bus, fleet, key, prompts } = await startVictim({ integrityKey });
    await using _ = fleet;
    fleet.provider.answer = { content: 'three', version: '3' };
    await bus.publish(await createMessage({ from: 'x', changed: [{ key, version: '3' }] }, integrityKey));
    await settled();
    expect(prompts.peek('it')).toMatchObject({ content: 'three', state: 'fresh' });
  });

  it.each<[string, (content: object) => Promise<string>]>([
    ['without a key', (content) => createMessage(content)],
    ['with another key', (content) => createMessage(content, 'another key')],
    ['that was changed', async (content) => (await createMessage(content, integrityKey)).replace('forged', 'FORGED')],
    ['that has no tag', async (content) => JSON.stringify({ content: JSON.stringify(content) })],
    ['in the format without tags', async (content) => JSON.stringify(content)],
  ])('ignores a message %s', async (_, forge) => {
    const { bus, fleet, key, prompts } = await startVictim({ integrityKey });
    await using __ = fleet;
    await bus.publish(await forge({ from: 'x', changed: [{ key, version: 'forged' }] }));
    await fleet.clock.advance(5000);
    expect(fleet.provider.calls).toBe(0);
    expect(prompts.peek('it')?.state).toBe('fresh');
  });
});
