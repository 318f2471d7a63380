import { randomBytes } from 'node:crypto';
import { createPrompts } from '@prompts/core';
import { expect, it } from 'vitest';
import { github } from '../github.ts';
import { createPushPayload } from '../test-support/create-push-payload.ts';
import { signDelivery } from '../test-support/sign-delivery.ts';
import { startProvider } from '../test-support/start-provider.ts';
import { webhook } from './webhook.ts';

const ids = ['a', 'b', 'c', 'd'];

it('a push refreshes exactly the entries whose files it changed', async () => {
  await using started = await startProvider(Object.fromEntries(ids.map((id) => [`prompts/${id}.md`, `${id}\n`])));
  const { repository, config, calls } = started;
  const secret = randomBytes(16).toString('hex');
  repository.branch('dev');
  const entries = Object.fromEntries([
    ...ids.map((id) => [id, { provider: 'github', config: config(`prompts/${id}.md`, { branch: 'main' }) }] as const),
    ['a-of-dev', { provider: 'github', config: config('prompts/a.md', { branch: 'dev' }) }] as const,
  ]);
  await using prompts = await createPrompts({
    systemPrompts: entries,
    providers: [github({ allowHosts: ['127.0.0.1'] })],
  });
  await Promise.all(Object.keys(entries).map((name) => prompts.get(name)));

  async function receive(delivery: ReturnType<typeof signDelivery>) {
    const notice = await webhook.receive(delivery, { secrets: [secret] });
    const names = Object.keys(entries);
    const touched = webhook.touches(
      notice,
      Object.values(entries).map(({ config }) => config),
    );
    const reports = await Promise.all(touched.map((index) => prompts.refresh(names[index] as string)));
    return reports.flatMap(({ changed }) => changed);
  }

  const before = repository.find('HEAD')?.sha as string;
  const after = repository.commit({ 'prompts/b.md': 'new b\n', 'prompts/d.md': 'new d\n', 'other.md': 'x\n' });
  const callsBefore = calls().length;
  expect(await receive(signDelivery(createPushPayload(repository, before, after), secret))).toEqual(['b', 'd']);
  // Two checks for changes, of which the second is a 304, and two texts.
  expect(calls().slice(callsBefore)).toHaveLength(4);
  expect(prompts.peek('b')?.content).toBe('new b\n');

  const onDev = repository.commit({ 'prompts/a.md': 'a of dev\n' }, { branch: 'dev' });
  expect(await receive(signDelivery(createPushPayload(repository, before, onDev, { branch: 'dev' }), secret))).toEqual([
    'a-of-dev',
  ]);

  repository.forcePush('main', before);
  expect(await receive(signDelivery(createPushPayload(repository, after, before, { forced: true }), secret))).toEqual([
    'b',
    'd',
  ]);
});
