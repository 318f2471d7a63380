import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { verify } from '@octokit/webhooks-methods';
import { expect, test } from 'vitest';
import { noSharedData } from '../../../../scripts/test/shared-data.ts';
import { createPushPayload } from './create-push-payload.ts';
import { FakeRepository } from './fake-repository.ts';
import { webhookExamples } from './schema-checker.ts';
import { signDelivery } from './sign-delivery.ts';

const repo = new FakeRepository(1, 'company/ai-prompts', () => 1_700_000_000_000, {});
const first = repo.commit({ 'a.md': '1', 'b.md': '1' });
repo.commit({ 'a.md': '2', 'c.md': '1' });
const last = repo.commit({ 'b.md': null });

test('a push names the files of each commit', () => {
  const payload = createPushPayload(repo, first, last);
  expect(payload).toMatchObject({ ref: 'refs/heads/main', before: first, after: last, created: false, forced: false });
  expect(payload.commits).toMatchObject([
    { added: ['c.md'], removed: [], modified: ['a.md'] },
    { id: last, added: [], removed: ['b.md'], modified: [] },
  ]);
  expect(payload.head_commit?.id).toBe(last);
});

test('created, deleted, tagged', () => {
  expect(createPushPayload(repo, null, first, { branch: 'x' })).toMatchObject({
    ref: 'refs/heads/x',
    before: '0'.repeat(40),
    created: true,
  });
  expect(createPushPayload(repo, last, null)).toMatchObject({
    after: '0'.repeat(40),
    deleted: true,
    head_commit: null,
    commits: [],
  });
  expect(createPushPayload(repo, null, last, { tag: 'v1' })).toMatchObject({ ref: 'refs/tags/v1', commits: [] });
});

test('a push holds 2,048 commits at most', () => {
  const busy = new FakeRepository(2, 'company/busy', () => 1_700_000_000_000, {});
  const shas = Array.from({ length: 2_101 }, (_, index) => busy.commit({ 'a.md': `${index}` }));
  expect(createPushPayload(busy, shas[0] ?? '', shas.at(-1) ?? '').commits).toHaveLength(2_048);
});

test('it has what real ones have', (context) => {
  if (webhookExamples === undefined) return context.skip(noSharedData);
  const { push } = JSON.parse(readFileSync(webhookExamples, 'utf8')) as { push: Record<string, unknown>[] };
  const real = push.find(({ commits, created }) => created === true && (commits as []).length > 0);
  const ours: Record<string, unknown> = createPushPayload(repo, null, first);
  const keys = (value: unknown) =>
    Object.keys(value as object)
      .filter((key) => key !== 'installation')
      .sort();
  expect(keys(ours)).toEqual(keys(real));
  expect(keys(ours.repository)).toEqual(expect.arrayContaining(keys(real?.repository)));
  expect(keys(ours.head_commit)).toEqual(keys(real?.head_commit));
});

test('deliveries are signed', async () => {
  const secret = randomBytes(16).toString('hex');
  const { headers, body } = signDelivery(createPushPayload(repo, first, last), secret);
  const signature = headers.get('x-hub-signature-256') ?? '';
  expect(await verify(secret, Buffer.from(body).toString(), signature)).toBe(true);
  expect(await verify(`${secret}x`, Buffer.from(body).toString(), signature)).toBe(false);
  expect(headers.get('x-github-event')).toBe('push');
});
