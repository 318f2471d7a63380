import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { notion } from '../notion.ts';
import { paragraph } from '../test-support/fake-blocks.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

let started: Awaited<ReturnType<typeof startProvider>>;
beforeEach(async () => {
  started = await startProvider();
});
afterEach(() => started.close());

const notionError = (status: number, code: string, message = 'Sorry.') => ({
  kind: 'status' as const,
  status,
  body: JSON.stringify({ object: 'error', status, code, message }),
});

it.each([
  ['502', { kind: 'status', status: 502 }],
  ['a conflict', notionError(409, 'conflict_error')],
  ['a reset', { kind: 'reset' }],
  [
    'an overload with a short Retry-After',
    { ...notionError(529, 'service_overload'), headers: { 'retry-after': '1' } },
  ],
] as const)('%s is retried', async (_, fault) => {
  const page = started.fake.page([paragraph('Hello')]);
  started.fake.server.fail(fault, { times: 1 });
  expect((await started.load(page)).content).toBe('Hello');
});

it('a request that takes too long is retried within the time limit of the load', async () => {
  const page = started.fake.page([paragraph('Hello')]);
  const limits: { readonly milliseconds: number; readonly controller: AbortController }[] = [];
  using _ = vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController();
    limits.push({ milliseconds, controller });
    return controller.signal;
  });
  started.fake.server.fail({ kind: 'hang' }, { times: 1 });
  const loading = started.load(page);
  await expect.poll(() => started.fake.calls().length).toBe(1);
  const { milliseconds = 0, controller } = limits[0] ?? {};
  controller?.abort(new DOMException('too long', 'TimeoutError'));
  expect((await loading).content).toBe('Hello');
  // Two such requests, and the rest of the page, fit into the time limit.
  const { loadTimeout = 0 } = started.provider.capabilities;
  expect(3 * milliseconds).toBeLessThan(loadTimeout * 1000);
});

it.each([
  [429, 'rate_limited'],
  [529, 'service_overload'],
])('%i with a long Retry-After stops all requests with the token', async (status, code) => {
  const page = started.fake.page([paragraph('Hello')]);
  started.fake.server.fail({ ...notionError(status, code), headers: { 'retry-after': '90' } }, { times: 1 });
  await expect(started.load(page)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 90 });
  await expect(started.load(page)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(started.fake.calls()).toHaveLength(1);
});

it("errors say what to do, and quote Notion's message without the token", async () => {
  const page = started.fake.page([paragraph('Hello')]);
  const { server } = started.fake;
  server.fail(notionError(403, 'restricted_resource', `Insufficient permissions for ${started.token}.`));
  await expect(started.load(page)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(/Insufficient permissions for \[secret\]\. Give it the capability 'Read content'/),
  });
  page.isShared = false;
  server.heal();
  await expect(started.load(page)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('Connections'),
  });
  await expect(started.provider.validate({ pageId: page.id }, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('a token function is called again after Notion rejected its token', async () => {
  const page = started.fake.page([paragraph('Hello')]);
  const tokens = ['ntn_expired', started.token];
  const provider = notion({
    token: () => (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? '',
    baseUrl: started.fake.url,
    allowHosts: ['127.0.0.1'],
  });
  expect((await provider.load({ pageId: page.id }, context)).content).toBe('Hello');
  await provider.close?.();
});

it("an app's own client is used with its own token", async () => {
  const { Client } = await import('@notionhq/client');
  const page = started.fake.page([paragraph('Hello')]);
  const provider = notion({ client: new Client({ auth: started.token, baseUrl: started.fake.url }) });
  expect((await provider.load({ pageId: page.id }, context)).content).toBe('Hello');
  await provider.close?.();
});

it("the factory's token is sent only to the factory's server", async () => {
  const page = started.fake.page([paragraph('Hello')]);
  const config = { pageId: page.id, baseUrl: 'http://127.0.0.1:1' };
  await expect(started.provider.load(config, context)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect(() => started.provider.identity(config)).toThrow(/set token in the config of the entry/);
});
