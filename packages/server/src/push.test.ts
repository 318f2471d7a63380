import { randomBytes } from 'node:crypto';
import { github } from '@prompts/provider-github';
import { expect, it, vi } from 'vitest';
import { createPushPayload } from '../../provider-github/src/test-support/create-push-payload.ts';
import { startFakeGitHub } from '../../provider-github/src/test-support/fake-github.ts';
import { signDelivery } from '../../provider-github/src/test-support/sign-delivery.ts';
import { serve } from './test-support/serve.ts';

const secret = randomBytes(16).toString('hex');

it('a signed push of GitHub changes what every interface of the server returns', async () => {
  const fake = await startFakeGitHub();
  const repository = fake.repository('company/ai-prompts', { private: true });
  const before = repository.commit({ 'review.md': 'Review {{language}}.', 'other.md': 'Other.' });
  const auth = { token: fake.token({ repositories: [repository] }) };
  const entry = (path: string) => ({
    provider: 'github',
    config: { repo: 'company/ai-prompts', path, baseUrl: fake.url, auth },
    required: true,
  });
  await using app = await serve({
    systemPrompts: { review: entry('review.md'), other: entry('other.md') },
    providers: [github({ allowHosts: ['127.0.0.1'] })],
    webhooks: { github: { secret } },
  });
  const { promptManager, prompts } = app.server;
  expect(promptManager.getPrompt('review', { language: 'Go' })).toBe('Review Go.');
  const { etag = '' } = Object.fromEntries((await app.send('/prompts/review')).headers);

  const after = repository.commit({ 'review.md': 'Praise {{language}}.' });
  const changed = new Promise((resolve) => prompts.on('change', ({ name }) => resolve(name)));
  const payload = createPushPayload(repository, before, after);
  const deliver = async (signedWith: string, path = '/webhooks/github') => {
    const { headers, body } = signDelivery(payload, signedWith);
    return (await app.send(path, { method: 'POST', headers, body: new Uint8Array(body) })).status;
  };
  expect(await deliver('another secret')).toBe(401);
  expect(await deliver('another secret', '/webhooks/github/')).toBe(401);
  expect(await deliver(secret)).toBe(202);
  expect(await changed).toBe('review');
  expect(promptManager.getPrompt('review', { language: 'Go' })).toBe('Praise Go.');
  const response = await app.send('/prompts/review', { headers: { 'if-none-match': etag } });
  expect(await response.json()).toMatchObject({ content: 'Praise {{language}}.' });
  await fake.close();
});

it('a provider of webhooks that no prompt has is reported', async () => {
  const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} };
  await using app = await serve({ webhooks: { githup: { secret: 'x' } }, logger });
  expect(app.server.prompts.list()).toEqual([]);
  expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining("'githup'"));
});

it('there is no webhook without a secret, nor for another provider', async () => {
  await using app = await serve({ webhooks: { github: { secret } } });
  const { headers, body } = signDelivery({}, secret);
  const delivery = { method: 'POST', headers, body: new Uint8Array(body) };
  expect((await app.send('/webhooks/other', delivery)).status).toBe(404);
  await using without = await serve({});
  expect((await without.send('/webhooks/github', delivery)).status).toBe(404);
});
