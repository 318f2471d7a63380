import { beforeEach, describe, expect, it } from 'vitest';
import { PromptError, type PromptProvider, type WebhookNotice } from './index.ts';
import { createPrompts } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';

interface PageConfig {
  readonly page?: string;
}

const encoder = new TextEncoder();
const secret = ['s', 'e', 'c', '-', Math.random()].join('');

/** Pages that push: a delivery is `{ secret, event, pages }`. */
function createPages() {
  const texts = new Map([
    ['a', 'old a'],
    ['b', 'old b'],
  ]);
  const calls: string[] = [];
  let isDown = false;
  const provider: PromptProvider<PageConfig> = {
    name: 'pages',
    async load({ page = '' }) {
      calls.push(page);
      if (isDown) throw new PromptError('UNAVAILABLE', 'down');
      return { content: texts.get(page) ?? '' };
    },
    list: async () => [...texts.keys()].map((name) => ({ name, config: { page: name } })),
    webhook: {
      events: ['page-updated', 'page-removed'],
      async receive({ body }, { secrets }): Promise<WebhookNotice> {
        const { secret: given, ...payload } = JSON.parse(new TextDecoder().decode(body));
        if (!secrets.includes(given)) throw new PromptError('AUTH_FAILED', `forged, not signed with ${secrets[0]}`);
        return { id: 'delivery-1', event: payload.event, timestamp: 7, payload };
      },
      touches: ({ payload }, configs) =>
        configs.flatMap(({ page }, index) =>
          page === undefined || (payload as { pages: string[] }).pages.includes(page) ? [index] : [],
        ),
    },
  };
  return {
    provider,
    texts,
    calls,
    setDown(value: boolean) {
      isDown = value;
    },
  };
}

function createDelivery(pages: readonly string[], { event = 'page-updated', signedWith = secret } = {}) {
  return { headers: new Headers(), body: encoder.encode(JSON.stringify({ secret: signedWith, event, pages })) };
}

describe('receive', () => {
  let pages: ReturnType<typeof createPages>;
  const clock = fakeClock();

  async function start() {
    return createPrompts({
      systemPrompts: {
        first: { provider: 'pages', config: { page: 'a' }, cache: { ttl: 3600 }, required: true },
        second: { provider: 'pages', config: { page: 'b' }, webhooks: ['page-removed'], required: true },
        'all/*': { provider: 'pages', config: {}, required: true },
        text: 'not from pages',
      },
      providers: [pages.provider],
      clock,
      logger: false,
    });
  }

  beforeEach(() => {
    pages = createPages();
  });

  it('announces nothing if the delivery is not accepted', async () => {
    await using prompts = await start();
    pages.calls.length = 0;
    const seen: unknown[] = [];
    const accept = (delivery: unknown) => seen.push(delivery) === 0;
    const received = await prompts.receive('pages', createDelivery(['a']), { secrets: [secret], accept });
    expect(received).toEqual({ id: 'delivery-1', event: 'page-updated', timestamp: 7, names: [] });
    expect(seen).toEqual([{ ...received, names: ['first', 'all/a', 'all/*'] }]);
    expect(prompts.peek('first')?.state).toBe('fresh');
    await clock.advance(0);
    expect(pages.calls).toEqual([]);
    const forged = createDelivery(['a'], { signedWith: 'x' });
    await expect(prompts.receive('pages', forged, { secrets: [secret], accept })).rejects.toThrow('forged');
    expect(seen).toHaveLength(1);
  });

  it('keeps the texts of names that are not accepted now fresh until their next refresh, even if that fails', async () => {
    await using prompts = await start();
    const options = { secrets: [secret], accept: () => ['second'] };
    const delivery = createDelivery(['a', 'b'], { event: 'page-removed' });
    expect((await prompts.receive('pages', delivery, options)).names).toEqual(['second']);
    expect([prompts.peek('first')?.state, prompts.peek('second')?.state]).toEqual(['fresh', 'stale']);
    pages.setDown(true);
    await prompts.refresh('first');
    expect(prompts.peek('first')?.state).toBe('stale');
  });

  it('returns the names that a delivery concerns, without calling a source', async () => {
    await using prompts = await start();
    pages.calls.length = 0;
    const received = await prompts.receive('pages', createDelivery(['a']), { secrets: ['other', secret] });
    expect(received).toEqual({
      id: 'delivery-1',
      event: 'page-updated',
      timestamp: 7,
      names: ['first', 'all/a', 'all/*'],
    });
    expect(pages.calls).toEqual([]);
  });

  it('makes the old text stale, and refresh(names) loads the new one', async () => {
    await using prompts = await start();
    pages.texts.set('a', 'new a');
    const { names } = await prompts.receive('pages', createDelivery(['a']), { secrets: [secret] });
    expect(prompts.list().find(({ name }) => name === 'first')?.state).toBe('stale');
    const report = await prompts.refresh(names);
    expect(report.changed).toEqual(expect.arrayContaining(['first', 'all/a']));
    expect(await prompts.get('first')).toMatchObject({ content: 'new a', state: 'fresh' });
  });

  it('keeps the old text stale until an attempt succeeds, however long its TTL is', async () => {
    await using prompts = await start();
    pages.texts.set('a', 'new a');
    pages.setDown(true);
    const { names } = await prompts.receive('pages', createDelivery(['a']), { secrets: [secret] });
    await prompts.refresh(names);
    pages.setDown(false);
    expect(await prompts.get('first')).toMatchObject({ content: 'old a', state: 'stale' });
    await clock.advance(60_000);
    await prompts.get('first');
    await clock.advance(1000);
    expect(await prompts.get('first')).toMatchObject({ content: 'new a', state: 'fresh' });
  });

  it('respects the webhooks of an entry', async () => {
    await using prompts = await start();
    const namesOf = async (event: string) =>
      (await prompts.receive('pages', createDelivery(['b'], { event }), { secrets: [secret] })).names;
    expect(await namesOf('page-updated')).not.toContain('second');
    expect(await namesOf('page-removed')).toContain('second');
    expect(await namesOf('page-viewed')).toEqual([]);
  });

  it('rejects a forged delivery, keeps the texts fresh, and does not reveal the secrets', async () => {
    await using prompts = await start();
    const forged = prompts.receive('pages', createDelivery(['a'], { signedWith: 'guess' }), { secrets: [secret] });
    await expect(forged).rejects.toMatchObject({ code: 'AUTH_FAILED', provider: 'pages' });
    await expect(forged).rejects.not.toThrow(secret);
    expect(prompts.peek('first')?.state).toBe('fresh');
  });

  it.each(['nope', 'content'])('rejects the provider %s, which has no webhooks', async (name) => {
    await using prompts = await start();
    await expect(prompts.receive(name, createDelivery([]), { secrets: [] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `provider '${name}' can't receive webhooks. Providers that can: pages`,
    });
  });

  it('limits the time of an adapter that hangs, and ends with close', async () => {
    const { provider } = createPages();
    const hanging = { ...provider, webhook: { ...provider.webhook, receive: () => new Promise<never>(() => {}) } };
    const hangingClock = fakeClock();
    const prompts = await createPrompts({
      systemPrompts: {},
      providers: [hanging as unknown as PromptProvider],
      clock: hangingClock,
    });
    const late = expect(prompts.receive('pages', createDelivery([]), { secrets: [secret] })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    await hangingClock.advance(30_000);
    await late;
    const closed = expect(prompts.receive('pages', createDelivery([]), { secrets: [secret] })).rejects.toMatchObject({
      code: 'CLOSED',
    });
    await prompts.close();
    await closed;
  });

  it('rejects after close, as subscribe does', async () => {
    const prompts = await start();
    await prompts.close();
    await expect(prompts.receive('pages', createDelivery([]), { secrets: [] })).rejects.toMatchObject({
      code: 'CLOSED',
    });
    await expect(prompts.subscribe('pages', { url: 'https://a.example' })).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('subscribe', () => {
  it('passes the configs and the target to the provider', async () => {
    const { provider } = createPages();
    const subscriptions: unknown[] = [];
    let hasEnded = false;
    const pushing: PromptProvider<PageConfig> = {
      ...provider,
      webhook: {
        ...(provider.webhook as NonNullable<typeof provider.webhook>),
        async subscribe(configs, target) {
          subscriptions.push([configs, target]);
          return {
            async [Symbol.asyncDispose]() {
              hasEnded = true;
            },
          };
        },
      },
    };
    await using prompts = await createPrompts({
      systemPrompts: { first: { provider: 'pages', config: { page: 'a' } } },
      providers: [pushing],
    });
    const subscription = await prompts.subscribe('pages', { url: 'https://a.example/webhooks', secret });
    expect(subscriptions).toEqual([[[{ page: 'a' }], { url: 'https://a.example/webhooks', secret }]]);
    await subscription[Symbol.asyncDispose]();
    expect(hasEnded).toBe(true);
    hasEnded = false;
    await prompts.subscribe('pages', { url: 'https://a.example/webhooks' });
    await prompts.close();
    expect(hasEnded).toBe(true);
  });

  it('is CONFIG_INVALID for a provider that needs no subscription', async () => {
    await using prompts = await createPrompts({ systemPrompts: {}, providers: [createPages().provider] });
    await expect(prompts.subscribe('pages', { url: 'https://a.example' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('needs no subscription'),
    });
  });
});
