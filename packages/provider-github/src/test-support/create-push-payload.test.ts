import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { verify } from '@octokit/webhooks-methods';
import { expect, test } from 'vitest';
import { noSharedData } from '../../../../scripts/test/shared-data.ts';
import { createPushPayload } from './create-push-payload.ts';
import { FakeRepository } from './fake-repository.ts';
import { webhookExamples } from './schema-checker.ts';
import { signDelivery } from './sign-delivery.ts';

const repository = new FakeRepository(1, 'company/ai-prompts', () => 1_700_000_000_000, {});
const first = repository.commit({ 'a.md': '1', 'b.md': '1' });
repository.commit({ 'a.md': '2', 'c.md': '1' });
const last = repository.commit({ 'b.md': null });

test('a push lists the files of each commit', () => {
  const payload = createPushPayload(repository, first, last);
  expect(payload).toMatchObject({ ref: 'refs/heads/main', before: first, after: last, created: false, forced: false });
  expect(payload.commits).toMatchObject([
    { added: ['c.md'], removed: [], modified: ['a.md'] },
    { id: last, added: [], removed: ['b.md'], modified: [] },
  ]);
  expect(payload.head_commit?.id).toBe(last);
});

test('a push can create, delete and tag', () => {
  expect(createPushPayload(repository, null, first, { branch: 'x' })).toMatchObject({
    ref: 'refs/heads/x',
    before: '0'.repeat(40),
    created: true,
  });
  expect(createPushPayload(repository, last, null)).toMatchObject({
    after: '0'.repeat(40),
    deleted: true,
    head_commit: null,
    commits: [],
  });
  expect(createPushPayload(repository, null, last, { tag: 'v1' })).toMatchObject({ ref: 'refs/tags/v1', commits: [] });
});

test('a push lists at most 2,048 commits', () => {
  const large = new FakeRepository(2, 'company/large', () => 1_700_000_000_000, {});
  const shas = Array.from({ length: 2_101 }, (_, index) => large.commit({ 'a.md': `${index}` }));
  expect(createPushPayload(large, shas[0] ?? '', shas.at(-1) ?? '').commits).toHaveLength(2_048);
});

test('a push has the keys of a push from GitHub', (context) => {
  if (webhookExamples === undefined) return context.skip(noSharedData);
  const { push } = JSON.parse(readFileSync(webhookExamples, 'utf8')) as { push: Record<string, unknown>[] };
  const real = push.find(({ commits, created }) => created === true && (commits as []).length > 0);
  const created: Record<string, unknown> = createPushPayload(repository, null, first);
  const keys = (value: unknown) =>
    Object.keys(value as object)
      .filter((key) => key !== 'installation')
      .sort();
  expect(keys(created)).toEqual(keys(real));
  expect(keys(created.repository)).toEqual(expect.arrayContaining(keys(real?.repository)));
  expect(keys(created.head_commit)).toEqual(keys(real?.head_commit));
});

test('deliveries have a valid signature', async () => {
  const secret = randomBytes(16).toString('hex');
  const { headers, body } = signDelivery(createPushPayload(repository, first, last), secret);
  const signature = headers.get('x-hub-signature-256') ?? '';
  expect(await verify(secret, Buffer.from(body).toString(), signature)).toBe(true);
  expect(await verify(`${secret}x`, Buffer.from(body).toString(), signature)).toBe(false);
  expect(headers.get('x-github-event')).toBe('push');
});
