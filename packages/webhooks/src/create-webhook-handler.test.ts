import { PromptError } from '@prompts/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebhookHandler, type Handshake, type WebhookOptions, type WebhookSecret } from './index.ts';
import { type PagePush, pageSecret, pushOf, startPages } from './test-support/pages.ts';

let app: Awaited<ReturnType<typeof startPages>>;
beforeEach(async () => {
  app = await startPages();
});
afterEach(() => app.prompts.close());

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function createHandler(secret: WebhookSecret = pageSecret, options: WebhookOptions = {}) {
  return createWebhookHandler(app.prompts, { pages: { secret } }, { clock: app.clock, logger: silent, ...options });
}

const content = async (name: 'a' | 'b') => (await app.prompts.get(name)).content;

describe('a delivery', () => {
  it('is accepted, and refreshes what it concerns', async () => {
    app.texts.set('a', 'new a').set('b', 'new b');
    const response = await createHandler()(pushOf({ pages: ['a'] }));
    expect(response.status).toBe(202);
    await app.clock.advance(0);
    expect(app.calls).toEqual(['a']);
    expect(await content('a')).toBe('new a');
    expect(app.prompts.peek('b')?.content).toBe('old b');
  });

  it('is answered before its refresh ends', async () => {
    const refresh = vi.fn(() => new Promise<never>(() => {}));
    const prompts = { receive: app.prompts.receive, refresh };
    const handle = createWebhookHandler(prompts, { pages: { secret: pageSecret } }, { clock: app.clock });
    expect((await handle(pushOf({ pages: ['a'] }))).status).toBe(202);
    expect(refresh).toHaveBeenCalledWith(['a']);
  });

  it.each<[string, Request, number]>([
    ['forged', pushOf({ pages: ['a'] }, { secret: 'other' }), 401],
    ['not JSON', pushOf('{"pages": ['), 400],
    ['empty', pushOf(''), 400],
    ['for an unknown provider', pushOf({ pages: ['a'] }, { path: '/webhooks/wiki' }), 404],
    ['for a name of the prototype', pushOf({ pages: ['a'] }, { path: '/webhooks/constructor' }), 404],
    ['for a name that is not encoded correctly', pushOf({ pages: ['a'] }, { path: '/webhooks/%E0%A4%A' }), 404],
    ['not sent by POST', new Request('http://localhost/webhooks/pages'), 405],
    ['larger than 1 MiB', pushOf('x'.repeat(1024 * 1024 + 1)), 413],
    ['for a page that no entry reads', pushOf({ pages: ['c'] }), 200],
    ['of another event', pushOf({ pages: ['a'], event: 'page-viewed' }), 200],
    ['signed long ago', pushOf({ pages: ['a'], timestamp: Date.now() - 6 * 60_000 }), 200],
  ])('is not acted on if it is %s', async (_, request, status) => {
    const response = await createHandler()(request);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(pageSecret);
    await app.clock.advance(1000);
    await content('a');
    expect(app.calls).toEqual([]);
  });

  it('is acted on if it was signed a moment ago, and its path ends with a slash', async () => {
    const push = pushOf({ pages: ['a'], timestamp: Date.now() - 4 * 60_000 }, { path: '/api/webhooks/pages/' });
    expect((await createHandler()(push)).status).toBe(202);
  });

  it('is refused while it is read if it is larger than the limit and does not say so', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const request = new Request('http://localhost/pages', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await createHandler(pageSecret, { maxBody: 5000 })(request)).status).toBe(413);
  });

  it('is reported if a body parser has read it before', async () => {
    const error = vi.fn();
    const request = pushOf({ pages: ['a'] });
    await request.text();
    expect((await createHandler(pageSecret, { logger: { ...silent, error } })(request)).status).toBe(500);
    expect(error).toHaveBeenCalledWith(expect.stringContaining('mount the handler before body parsers'));
  });

  it('is given up if its body does not arrive', async () => {
    const error = vi.fn();
    const body = new ReadableStream();
    const request = new Request('http://localhost/pages', { method: 'POST', body, duplex: 'half' } as RequestInit);
    const answer = createHandler(pageSecret, { logger: { ...silent, error } })(request);
    await app.clock.advance(10_000);
    expect((await answer).status).toBe(408);
    expect(error).toHaveBeenCalledWith(expect.stringContaining('did not arrive within 10 s'));
  });

  it('is answered with 503 after close()', async () => {
    await app.prompts.close();
    expect((await createHandler()(pushOf({ pages: ['a'] }))).status).toBe(503);
  });

  it('of a provider without webhooks is reported, and answered with 404', async () => {
    const error = vi.fn();
    const handle = createWebhookHandler(
      app.prompts,
      { wiki: { secret: pageSecret } },
      { logger: { ...silent, error }, clock: app.clock },
    );
    expect((await handle(pushOf({ pages: ['a'] }, { path: '/wiki' }))).status).toBe(404);
    expect(error).toHaveBeenCalledWith(expect.stringContaining("provider 'wiki' can't receive webhooks"));
  });
});

describe('a delivery that is sent again', () => {
  it('is not acted on, and its source is not called', async () => {
    const handle = createHandler();
    await handle(pushOf({ pages: ['a'] }));
    await app.clock.advance(1000);
    app.calls.length = 0;
    expect((await handle(pushOf({ pages: ['a'] }))).status).toBe(200);
    await app.clock.advance(1000);
    await content('a');
    expect(app.calls).toEqual([]);
    expect((await handle(pushOf({ pages: ['a'], id: 'two' }))).status).toBe(202);
  });

  it('counts only if it was verified', async () => {
    const handle = createHandler();
    await handle(pushOf({ pages: ['a'] }, { secret: 'other' }));
    expect((await handle(pushOf({ pages: ['a'] }))).status).toBe(202);
  });

  it('is forgotten after 10,000 others', async () => {
    const handle = createHandler();
    const send = async (id: string) => (await handle(pushOf({ pages: ['c'], id }))).status;
    await handle(pushOf({ pages: ['a'], id: 'first' }));
    for (let index = 0; index < 9999; index += 1) await send(`other-${index}`);
    expect((await handle(pushOf({ pages: ['a'], id: 'first' }))).status).toBe(200);
    await send('last');
    expect((await handle(pushOf({ pages: ['a'], id: 'first' }))).status).toBe(202);
  });

  it('to another process is not acted on if they share a store', async () => {
    const values = new Map<string, string>();
    const store = {
      get: async (key: string) => values.get(key),
      set: async (key: string, value: string) => values.set(key, value),
    };
    const handlers = [createHandler(pageSecret, { store }), createHandler(pageSecret, { store })] as const;
    expect((await handlers[0](pushOf({ pages: ['a'] }))).status).toBe(202);
    expect((await handlers[1](pushOf({ pages: ['a'] }))).status).toBe(200);
  });

  it.each<[string, WebhookOptions['store']]>([
    ['down', { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) }],
    ['slow', { get: () => new Promise(() => {}), set: () => new Promise(() => {}) }],
  ])('is acted on if the store is %s', async (_, store) => {
    const answer = createHandler(pageSecret, { store })(pushOf({ pages: ['a'] }));
    await app.clock.advance(250);
    expect((await answer).status).toBe(202);
  });
});

describe('the secret', () => {
  it.each<[string, WebhookSecret]>([
    ['a list, during a rotation', ['new', pageSecret]],
    ['a function', () => pageSecret],
    ['an asynchronous function that returns a list', async () => ['new', pageSecret]],
  ])('may be %s', async (_, secret) => {
    expect((await createHandler(secret)(pushOf({ pages: ['a'] }))).status).toBe(202);
  });

  it.each<[string, WebhookSecret]>([
    ['an empty list', []],
    ['an empty string', ''],
    ['a function that returns nothing', () => undefined],
  ])('verifies nothing if it is %s', async (_, secret) => {
    expect((await createHandler(secret)(pushOf({ pages: ['a'] }, { secret: '' }))).status).toBe(401);
  });

  it('that a source shows once is passed on, until there is one', async () => {
    const handshakes: Handshake[] = [];
    const onHandshake = (handshake: Handshake) => void handshakes.push(handshake);
    const push: PagePush = { token: 'shown once', pages: ['a'] };
    expect((await createHandler([], { onHandshake })(pushOf(push))).status).toBe(200);
    expect((await createHandler(pageSecret, { onHandshake })(pushOf(push, { secret: 'x' }))).status).toBe(401);
    expect(handshakes).toEqual([{ provider: 'pages', secret: 'shown once' }]);
  });
});

describe('the options', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a secret that is undefined', { pages: { secret: undefined } }, {}, 'pages.secret: is undefined: is its'],
    ['a misspelt key', { pages: { secrets: 'x' } }, {}, 'pages'],
    ['a number', { pages: { secret: 1 } }, {}, 'pages.secret: must be a string, a list of strings, or a function'],
    ['an unknown option', {}, { debouce: 1 }, 'debouce'],
    ['a negative limit', {}, { maxBody: -1 }, 'maxBody'],
    ['a store without set', {}, { store: { get() {} } }, 'store: must be an object with get and set'],
  ])('are refused with the place of the mistake: %s', (_, secrets, options, message) => {
    const create = () => createWebhookHandler(app.prompts, secrets as never, options as never);
    expect(create).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    );
  });
});

describe('many deliveries', () => {
  const send = async (handle: ReturnType<typeof createHandler>, count: number, pages: readonly string[]) => {
    for (let index = 0; index < count; index += 1) await handle(pushOf({ pages, id: `${pages}-${index}-${count}` }));
  };

  it('refresh a source immediately, and once more after the debounce', async () => {
    const handle = createHandler();
    await send(handle, 1000, ['a']);
    await app.clock.advance(0);
    expect(app.calls).toEqual(['a']);
    app.texts.set('a', 'newest');
    await app.clock.advance(100);
    expect(app.calls).toEqual(['a', 'a']);
    expect(await content('a')).toBe('newest');
    await app.clock.advance(10_000);
    expect(app.calls).toEqual(['a', 'a']);
  });

  it('cause no request within the debounce, even if the text is read', async () => {
    const handle = createHandler();
    const sendAndRead = async (id: string) => {
      await handle(pushOf({ pages: ['a'], id }));
      expect(await content('a')).toMatch(/old|new/);
      await app.clock.advance(1);
    };
    for (let index = 0; index < 90; index += 1) await sendAndRead(`${index}`);
    expect(app.calls).toEqual(['a']);
    app.texts.set('a', 'newest');
    await app.clock.advance(100);
    expect(app.calls).toEqual(['a', 'a']);
    expect(await content('a')).toBe('newest');
  });

  it('for one source do not delay another', async () => {
    const handle = createHandler();
    await send(handle, 10, ['a']);
    await send(handle, 1, ['a', 'b']);
    await app.clock.advance(0);
    expect(app.calls).toEqual(['a', 'b']);
  });
});

describe('a refresh that fails', () => {
  const down = new PromptError('UNAVAILABLE', 'down');

  it('is retried until the source is up', async () => {
    app.failWith(down);
    await createHandler()(pushOf({ pages: ['a'] }));
    await app.clock.advance(500);
    expect(app.calls).toEqual(['a']);
    await app.clock.advance(5000);
    expect(app.calls.length).toBeGreaterThan(1);
    app.failWith(undefined);
    app.texts.set('a', 'new a');
    await app.clock.advance(60_000);
    expect(app.prompts.peek('a')?.content).toBe('new a');
    app.calls.length = 0;
    await app.clock.advance(100_000);
    expect(app.calls).toEqual([]);
  });

  it('is not retried before the time that the source asks for', async () => {
    app.failWith(new PromptError('RATE_LIMITED', 'wait', { retryAfter: 100 }));
    await createHandler()(pushOf({ pages: ['a'] }));
    await app.clock.advance(99_000);
    expect(app.calls).toEqual(['a']);
    app.failWith(undefined);
    await app.clock.advance(2000);
    expect(app.calls).toEqual(['a', 'a']);
  });

  it('is not retried if trying again has no use', async () => {
    app.failWith(new PromptError('NOT_FOUND', 'removed'));
    await createHandler()(pushOf({ pages: ['a'] }));
    await app.clock.advance(60_000);
    expect(app.calls).toEqual(['a']);
  });

  it('is left to the next read after ten retries', async () => {
    app.failWith(down);
    await createHandler()(pushOf({ pages: ['a'] }));
    await app.clock.advance(3_600_000);
    expect(app.calls).toHaveLength(11);
  });

  it('ends with close()', async () => {
    app.failWith(down);
    await createHandler()(pushOf({ pages: ['a'] }));
    await app.clock.advance(0);
    await app.prompts.close();
    app.calls.length = 0;
    await app.clock.advance(60_000);
    expect(app.calls).toEqual([]);
  });
});
