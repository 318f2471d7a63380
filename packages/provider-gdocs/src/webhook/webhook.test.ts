import { randomBytes } from 'node:crypto';
import type { LoadContext } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { expect, it } from 'vitest';
import { createChannelRoutes } from '../test-support/channel-routes.ts';
import { notificationHeaders } from '../test-support/notification-headers.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';
import { keepOpen } from './keep-open.ts';

const noBody = new Uint8Array();
const url = 'https://app.company.example/webhooks/gdocs';
const secret = randomBytes(12).toString('hex');

/** Starts a provider with a fake of Google's channels. */
async function startWithChannels(scopes?: readonly string[]) {
  const { routes, opened, stopped } = createChannelRoutes();
  const started = await startProvider(scopes, { routes });
  const subscribe = (target: { url: string; secret?: string } = { url, secret }, names = ['a']) =>
    started.provider.webhook.subscribe?.(
      names.map((name) => started.config(name)),
      target,
      context,
    ) as Promise<AsyncDisposable>;
  return {
    ...started,
    webhook: started.provider.webhook,
    opened,
    stopped,
    subscribe,
    [Symbol.asyncDispose]: started.close,
  };
}

const headersOf = (channel: Record<string, string> | undefined, state = 'change') =>
  notificationHeaders(secret, {
    'x-goog-channel-id': channel?.id ?? '',
    'x-goog-channel-token': channel?.token ?? '',
    'x-goog-resource-state': state,
  });

it('opens one channel for all documents of one access, and stops it', async () => {
  await using started = await startWithChannels();
  const subscription = await started.subscribe(undefined, ['a', 'b', 'c']);
  expect(started.opened).toEqual([
    {
      id: expect.any(String),
      token: expect.stringMatching(/^[\da-f]{64}$/),
      address: url,
      type: 'web_hook',
      expiration: expect.any(String),
    },
  ]);
  await subscription[Symbol.asyncDispose]();
  expect(started.stopped).toEqual([{ id: started.opened[0]?.id, resourceId: 'resource-1' }]);
});

it('accepts a delivery in every process that knows the secret', async () => {
  await using started = await startWithChannels();
  await using other = await startWithChannels();
  await using _ = await started.subscribe();
  const delivery = { headers: headersOf(started.opened[0]), body: noBody };
  for (const { webhook } of [started, other]) {
    const notice = await webhook.receive(delivery, { secrets: ['another', secret] });
    expect(notice).toMatchObject({ event: 'change', scope: 'ask' });
    expect(webhook.touches(notice, [started.config('a'), started.config('b')])).toEqual([0, 1]);
  }
});

it('gives each delivery without a number a new id', async () => {
  await using started = await startWithChannels();
  const headers = notificationHeaders(secret);
  headers.delete('x-goog-message-number');
  const receive = () => started.webhook.receive({ headers, body: noBody }, { secrets: [secret] });
  expect((await receive()).id).not.toBe((await receive()).id);
});

it('uses a random token without a secret, which only this process accepts, until the channel is stopped', async () => {
  await using started = await startWithChannels();
  await using other = await startWithChannels();
  const subscription = await started.subscribe({ url });
  const delivery = { headers: headersOf(started.opened[0]), body: noBody };
  await expect(started.webhook.receive(delivery, { secrets: [] })).resolves.toMatchObject({ event: 'change' });
  await expect(other.webhook.receive(delivery, { secrets: [] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  await subscription[Symbol.asyncDispose]();
  await expect(started.webhook.receive(delivery, { secrets: [] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});

it('touches nothing when a channel is opened', async () => {
  await using started = await startWithChannels();
  await using _ = await started.subscribe();
  const notice = await started.webhook.receive(
    { headers: headersOf(started.opened[0], 'sync'), body: noBody },
    { secrets: [secret] },
  );
  expect(started.webhook.events).not.toContain(notice.event);
  expect(started.webhook.touches(notice, [started.config('a')])).toEqual([]);
});

it.each([
  ['the token of another channel', { 'x-goog-channel-id': 'other' }],
  ['an empty token', { 'x-goog-channel-token': '' }],
])('refuses %s', async (_, overrides) => {
  await using started = await startWithChannels();
  const delivery = { headers: notificationHeaders(secret, overrides), body: noBody };
  await expect(started.webhook.receive(delivery, { secrets: [secret] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});

it('stops each channel once before the provider is closed', async () => {
  await using started = await startWithChannels();
  const subscription = await started.subscribe();
  await Promise.all([subscription[Symbol.asyncDispose](), started.provider.close()]);
  expect(started.stopped).toHaveLength(1);
  await subscription[Symbol.asyncDispose]();
  expect(started.stopped).toHaveLength(1);
});

it('opens channels only for the credentials that can read changes, and warns about the others', async () => {
  await using started = await startWithChannels();
  const docsOnly = started.fake.token('documents.readonly');
  const warnings: string[] = [];
  const logger = { ...context.logger, warn: (message: unknown) => void warnings.push(String(message)) };
  const configs = [started.config('a', { auth: { token: docsOnly } }), started.config('b')];
  await started.webhook.subscribe?.(configs, { url, secret }, { ...context, logger });
  expect(started.opened).toHaveLength(1);
  expect(warnings).toEqual([expect.stringContaining('authorize drive.metadata.readonly')]);
});

it.each(['before', 'after'])(
  'opens a channel for a shared drive whose document was loaded %s the subscription',
  async (order) => {
    await using started = await startWithChannels();
    started.write('a', 'text');
    started.fake.state.put(idOf('a'), { driveId: 'drive-1' });
    if (order === 'before') await started.load('a');
    const subscription = await started.subscribe();
    await started.load('a');
    await subscription[Symbol.asyncDispose]();
    const watches = started.fake.requests.filter(({ path }) => path.startsWith('/drive/v3/changes/watch'));
    expect(watches.map(({ path }) => path.includes('driveId=drive-1'))).toEqual([false, true]);
    expect(started.stopped).toHaveLength(2);
  },
);

it('reports that Google does not accept the address', async () => {
  await using started = await startWithChannels();
  const error = {
    code: 401,
    message: 'Unauthorized WebHook callback channel',
    errors: [{ reason: 'push.webhookUrlUnauthorized' }],
  };
  const headers = { 'content-type': 'application/json' };
  started.fake.fail(
    { kind: 'status', status: 401, headers, body: JSON.stringify({ error }) },
    { path: '/drive/v3/changes/watch' },
  );
  await expect(started.subscribe()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('does not accept the url'),
  });
});

it('refuses an address that is not https:, and credentials that cannot read changes', async () => {
  await using started = await startWithChannels();
  await expect(started.subscribe({ url: 'http://localhost/webhooks/gdocs' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
  await using docsOnly = await startWithChannels(['documents.readonly']);
  await expect(docsOnly.subscribe()).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('authorize drive.metadata.readonly'),
  });
});

const minute = 60_000;

/** Keeps numbered resources open, each of which expires after an hour. */
async function startKeeping(failures: readonly number[] = []) {
  const clock = fakeClock();
  const log: string[] = [];
  const warnings: string[] = [];
  const logger: LoadContext['logger'] = { ...context.logger, warn: (message) => void warnings.push(String(message)) };
  let attempt = 0;
  const open = async () => {
    attempt += 1;
    if (failures.includes(attempt)) throw new Error('down');
    log.push(`open ${attempt} at ${clock.now() / minute}`);
    return { name: attempt, expiresAt: clock.now() + 60 * minute };
  };
  const close = async ({ name }: { name: number }) => void log.push(`close ${name}`);
  const kept = await keepOpen<Awaited<ReturnType<typeof open>>>({ open, close }, { clock, logger });
  return { clock, log, warnings, kept };
}

it('opens a new channel ten minutes before the old one expires, then closes the old one', async () => {
  const { clock, log, kept } = await startKeeping();
  await clock.advance(101 * minute);
  expect(log).toEqual(['open 1 at 0', 'open 2 at 50', 'close 1', 'open 3 at 100', 'close 2']);
  await kept[Symbol.asyncDispose]();
  expect(log.at(-1)).toBe('close 3');
  expect(clock.pending).toBe(0);
});

it('tries again while the old channel is still open if a renewal fails', async () => {
  const { clock, log, warnings, kept } = await startKeeping([2]);
  await clock.advance(56 * minute);
  expect(log).toEqual(['open 1 at 0', 'open 3 at 55', 'close 1']);
  expect(warnings).toEqual([expect.stringContaining('could not be renewed: down')]);
  await kept[Symbol.asyncDispose]();
});
