import { describe, expect, it } from 'vitest';
import type { PromptProvider } from '../node/index.ts';
import { Fleet } from '../test-support/fleet.ts';
import { makeFolder } from '../test-support/folder.ts';
import { MapStore } from '../test-support/map-store.ts';

const ttl = 10;

/** A provider whose own options decide what is read, and with which credentials. */
function wiki(
  { token, baseUrl = 'one.example' }: { token: unknown; baseUrl?: string },
  text = baseUrl,
): PromptProvider {
  return {
    name: 'wiki',
    identity: (source) => ({ source, access: { baseUrl, token } }),
    load: async () => ({ content: text }),
  };
}

const systemPrompts = { it: { provider: 'wiki', config: { id: 'a' } } };

describe('a store shared by two apps', () => {
  it.each<[string, PromptProvider]>([
    ['token', wiki({ token: 'U' }, 'of the other')],
    ['baseUrl', wiki({ token: 'T', baseUrl: 'other.example' }, 'of the other')],
  ])('gives neither the text that the other read with another %s in the options of its provider', async (_, other) => {
    await using fleet = new Fleet('', { systemPrompts, cache: { store: new MapStore(), ttl } });
    const first = await fleet.start({ providers: [wiki({ token: 'T' }, 'of the first')] });
    expect((await fleet.within(1000, first.get('it'))).content).toBe('of the first');
    const second = await fleet.start({ providers: [other] });
    expect((await fleet.within(1000, second.get('it'))).content).toBe('of the other');
    const third = await fleet.start({ providers: [wiki({ token: 'T' }, 'not called')] });
    expect((await fleet.within(1000, third.get('it'))).content).toBe('of the first');
  });

  it('keeps them apart by their namespace', async () => {
    await using fleet = new Fleet('of the first', { cache: { store: new MapStore(), ttl, namespace: 'first' } });
    await fleet.within(1000, (await fleet.start()).get('it'));
    fleet.provider.answer = 'of the second';
    const second = await fleet.start({ cache: { namespace: 'second' } });
    expect((await fleet.within(1000, second.get('it'))).content).toBe('of the second');
    const third = await fleet.start();
    expect((await fleet.within(1000, third.get('it'))).content).toBe('of the first');
  });

  it.each<[string, PromptProvider]>([
    ['a function', wiki({ token: () => 'T' })],
    ['a client', wiki({ token: new (class Client {})() })],
  ])('needs a namespace if the credentials are %s', async (_, provider) => {
    const store = new MapStore();
    await using fleet = new Fleet('', { systemPrompts, providers: [provider], cache: { ttl } });
    await expect(fleet.start({ cache: { store } })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'cache.namespace', message: expect.stringContaining("'it'") }],
    });
    // Only a store is shared by several apps.
    await fleet.start();
    await fleet.start({ cache: { store, namespace: 'app' } });
  });

  it('needs no namespace if a function is not a credential', async () => {
    const provider: PromptProvider = {
      name: 'wiki',
      identity: () => ({ source: { select: () => 'x' }, access: { token: 'T' } }),
      load: async () => ({ content: 'x' }),
    };
    await using fleet = new Fleet('', { systemPrompts, providers: [provider], cache: { store: new MapStore(), ttl } });
    expect((await fleet.within(1000, (await fleet.start()).get('it'))).content).toBe('x');
  });
});

it('an app gets no text from a snapshot that it wrote with other credentials', async () => {
  await using folder = await makeFolder();
  await using fleet = new Fleet('', { systemPrompts, root: folder.path, cache: { snapshot: 'snapshot', ttl } });
  const first = await fleet.start({ providers: [wiki({ token: 'T' }, 'secret')] });
  await first.get('it');
  await first.close();
  const revoked = await fleet.start({ providers: [wiki({ token: 'revoked' }, 'public')] });
  expect(revoked.peek('it')).toBeUndefined();
  expect((await revoked.get('it')).content).toBe('public');
  const allowed = await fleet.start({ providers: [wiki({ token: 'T' }, 'not called')] });
  expect(allowed.peek('it')).toMatchObject({ content: 'secret', state: 'stale' });
});
