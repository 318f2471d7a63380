import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { signDelivery } from '../test-support/sign-delivery.ts';
import { webhook } from './webhook.ts';

const secret = randomBytes(16).toString('hex');

function createPush(overrides: object = {}) {
  return {
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    forced: false,
    commits: [{ added: ['prompts/new.md'], modified: ['prompts/review.md'], removed: ['prompts/Old.md'] }],
    repository: { full_name: 'Company/AI-Prompts', default_branch: 'main' },
    ...overrides,
  };
}

function receive(payload: unknown, options?: Parameters<typeof signDelivery>[2]) {
  return webhook.receive(signDelivery(payload, secret, options), { secrets: [secret] });
}

async function listTouched(payload: unknown, configs: readonly Partial<ParsedConfig>[]): Promise<readonly number[]> {
  const notice = await receive(payload);
  return webhook.touches(
    notice,
    configs.map((config) => ({ repo: 'company/ai-prompts', path: 'prompts/review.md', ...config })),
  );
}

describe('a delivery', () => {
  it('is verified with any of the secrets', async () => {
    const delivery = signDelivery(createPush(), secret);
    const notice = await webhook.receive(delivery, { secrets: [randomBytes(16).toString('hex'), secret] });
    expect(notice).toMatchObject({ event: 'push', scope: 'named' });
    expect(notice.id).toMatch(/^[0-9a-f]{64}$/);
    expect((await receive(createPush())).id).toBe(notice.id);
    expect((await receive(createPush({ after: 'c' }))).id).not.toBe(notice.id);
  });

  it('is verified as in the example of GitHub’s documentation', async () => {
    const body = new TextEncoder().encode('Hello, World!');
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const headers = new Headers({ 'x-hub-signature-256': signature, 'x-github-event': 'push' });
    const secrets = ["It's a Secret to Everybody"];
    // The signature is valid, but the body is not JSON.
    await expect(webhook.receive({ headers, body }, { secrets })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
    await expect(webhook.receive({ headers, body }, { secrets: ['other'] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it.each([
    ['another secret', () => signDelivery(createPush(), 'another'), [secret]],
    ['no configured secret', () => signDelivery(createPush(), secret), []],
    ['an empty configured secret', () => signDelivery(createPush(), secret), ['']],
    [
      'a malformed signature',
      () => signDelivery(createPush(), secret, { headers: { 'x-hub-signature-256': 'sha256=' } }),
      [secret],
    ],
    ['an empty body', () => ({ ...signDelivery(createPush(), secret), body: new Uint8Array() }), [secret]],
  ] as const)('is refused with %s', async (_, createDelivery, secrets) => {
    await expect(webhook.receive(createDelivery(), { secrets })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });

  it('is refused with a byte order mark that is not signed', async () => {
    const { headers, body } = signDelivery(createPush(), secret);
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...body);
    await expect(webhook.receive({ headers, body: marked }, { secrets: [secret] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it('is refused without a signature', async () => {
    const { headers, body } = signDelivery(createPush(), secret);
    headers.delete('x-hub-signature-256');
    await expect(webhook.receive({ headers, body }, { secrets: [secret] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it('can be a form', async () => {
    const form = new URLSearchParams({ payload: JSON.stringify(createPush()) }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await receive(form, { headers })).toMatchObject({ scope: 'named' });
  });

  it.each(['no json', '{}', '[]', 'null', '{"ref":7}'])('is invalid as %s', async (text) => {
    await expect(receive(text)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
    });
  });

  it.each([
    { 'x-github-event': 'ping' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'x-github-event': 'ping', 'content-type': 'text/plain' },
  ])('is a push if its body is one, even with the headers %j, which are not signed', async (headers) => {
    const notice = await receive(createPush(), { headers });
    expect(notice).toMatchObject({ event: 'push', scope: 'named' });
    expect(webhook.touches(notice, [{ repo: 'company/ai-prompts', path: 'prompts/review.md' }])).toEqual([0]);
  });

  it('of another event is not a push, even if a header says so', async () => {
    const alert = { action: 'created', ref: 'refs/heads/main', repository: { full_name: 'company/ai-prompts' } };
    await expect(receive(alert)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
    expect(await receive(alert, { event: 'code_scanning_alert' })).toMatchObject({ event: 'code_scanning_alert' });
  });

  it('of another event touches no entry', async () => {
    const notice = await receive({ zen: 'x' }, { event: 'ping' });
    expect(notice.event).toBe('ping');
    expect(webhook.touches(notice, [{ repo: 'company/ai-prompts', path: 'a.md' }])).toEqual([]);
  });
});

describe('a push touches', () => {
  it('the files that it lists, by their exact paths', async () => {
    const paths = [
      'prompts/review.md',
      'prompts/new.md',
      'prompts/Old.md',
      'prompts/old.md',
      'prompts/Review.md',
      'x.md',
    ];
    expect(
      await listTouched(
        createPush(),
        paths.map((path) => ({ path })),
      ),
    ).toEqual([0, 1, 2]);
  });

  it('the collections of a listed file', async () => {
    const paths = ['prompts', 'prompts/', 'prompts/*.md', 'prompts/**/*.md', '**/*.txt', 'other', 'prompts/re*'];
    expect(
      await listTouched(
        createPush(),
        paths.map((path) => ({ path })),
      ),
    ).toEqual([0, 1, 2, 3, 6]);
  });

  it('entries of its branch, in every spelling, but none of a commit', async () => {
    const configs = [
      {},
      { branch: 'main' },
      { ref: 'main' },
      { ref: 'heads/main' },
      { ref: 'refs/heads/main' },
      { branch: 'dev' },
      { ref: 'v1' },
      { ref: 'b'.repeat(40) },
      { branch: 'main', version: 'b'.repeat(40) },
      { repo: 'company/other' },
    ];
    expect(await listTouched(createPush(), configs)).toEqual([0, 1, 2, 3, 4]);
    expect(await listTouched(createPush({ ref: 'refs/heads/dev' }), configs)).toEqual([5]);
  });

  it('all entries of a tag that moved', async () => {
    const moved = createPush({ ref: 'refs/tags/v1', forced: true, commits: [] });
    expect(await listTouched(moved, [{}, { ref: 'v1' }, { ref: 'v1', path: 'x.md' }, { branch: 'v1' }])).toEqual([
      1, 2,
    ]);
  });

  it.each([
    ['was forced', { forced: true }],
    ['lists no files', { commits: [] }],
    ['deleted the branch', { deleted: true, commits: [], after: '0'.repeat(40) }],
    ['has more commits than GitHub lists', { commits: Array.from({ length: 2048 }, () => ({ modified: ['z'] })) }],
  ])('all entries of its branch if it %s', async (_, overrides) => {
    const payload = createPush(overrides);
    expect(await listTouched(payload, [{ path: 'any.md' }, { branch: 'main' }, { branch: 'dev' }])).toEqual([0, 1]);
    expect((await receive(payload)).scope).toBe('ask');
  });
});

it('accepts pushes recorded from GitHub', async (context) => {
  const examples = sharedData('github/webhooks/examples.json');
  if (examples === undefined) return context.skip(noSharedData);
  interface Push {
    repository: { full_name: string };
    ref: string;
    commits: { added: string[]; modified: string[]; removed: string[] }[];
    forced: boolean;
  }
  const { push: pushes } = JSON.parse(readFileSync(examples, 'utf8')) as { push: Push[] };
  expect(pushes.length).toBeGreaterThan(5);
  for (const push of pushes) {
    const name = push.ref.replace(/^refs\/(heads|tags)\//, '');
    const files = push.commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]);
    const configs = [...files, 'other/file.md'].map((path) => ({ repo: push.repository.full_name, ref: name, path }));
    const allIndexes = configs.map((_, index) => index);
    expect(await listTouched(push, configs)).toEqual(
      files.length === 0 || push.forced ? allIndexes : allIndexes.slice(0, -1),
    );
  }
});
