import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { webhook } from './webhook.ts';

const secret = randomBytes(16).toString('hex');

function pushOf(more: object = {}) {
  return {
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    forced: false,
    commits: [{ added: ['prompts/new.md'], modified: ['prompts/review.md'], removed: ['prompts/Old.md'] }],
    repository: { full_name: 'Company/AI-Prompts', default_branch: 'main' },
    ...more,
  };
}

async function deliver(payload: unknown, { event = 'push', by = secret, headers = {} } = {}) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    headers: new Headers({
      'x-github-event': event,
      'content-type': 'application/json',
      'x-hub-signature-256': await sign(by, text),
      ...headers,
    }),
    body: new TextEncoder().encode(text),
  };
}

async function touched(payload: unknown, configs: readonly Partial<ParsedConfig>[]): Promise<readonly number[]> {
  const notice = await webhook.receive(await deliver(payload), { secrets: [secret] });
  return webhook.touches(
    notice,
    configs.map((config) => ({ repo: 'company/ai-prompts', path: 'prompts/review.md', ...config })),
  );
}

describe('a delivery', () => {
  it('is verified with any of the secrets', async () => {
    const delivery = await deliver(pushOf());
    const notice = await webhook.receive(delivery, { secrets: [randomBytes(16).toString('hex'), secret] });
    expect(notice).toMatchObject({ event: 'push', scope: 'named' });
    expect(notice.id).toMatch(/^[0-9a-f]{64}$/);
    expect((await webhook.receive(await deliver(pushOf()), { secrets: [secret] })).id).toBe(notice.id);
    expect((await webhook.receive(await deliver(pushOf({ after: 'c' })), { secrets: [secret] })).id).not.toBe(
      notice.id,
    );
  });

  it('matches the vector that GitHub publishes', async () => {
    const body = new TextEncoder().encode('Hello, World!');
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const headers = new Headers({ 'x-hub-signature-256': signature, 'x-github-event': 'push' });
    const secrets = ["It's a Secret to Everybody"];
    // Genuine, and then no JSON.
    await expect(webhook.receive({ headers, body }, { secrets })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
    await expect(webhook.receive({ headers, body }, { secrets: ['other'] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it.each([
    ['another secret', () => deliver(pushOf(), { by: 'another' }), [secret]],
    ['no secret configured', () => deliver(pushOf()), []],
    ['an empty secret', () => deliver(pushOf(), { by: secret }), ['']],
    ['a malformed signature', () => deliver(pushOf(), { headers: { 'x-hub-signature-256': 'sha256=' } }), [secret]],
    ['an empty body', async () => ({ ...(await deliver(pushOf())), body: new Uint8Array() }), [secret]],
  ] as const)('is refused with %s', async (_, make, secrets) => {
    await expect(webhook.receive(await make(), { secrets })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });

  it('is refused with a byte order mark that was not signed', async () => {
    const { headers, body } = await deliver(pushOf());
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...body);
    await expect(webhook.receive({ headers, body: marked }, { secrets: [secret] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it('is refused without a signature', async () => {
    const { headers, body } = await deliver(pushOf());
    headers.delete('x-hub-signature-256');
    await expect(webhook.receive({ headers, body }, { secrets: [secret] })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it('is read from a form too', async () => {
    const form = new URLSearchParams({ payload: JSON.stringify(pushOf()) }).toString();
    const delivery = await deliver(form, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(await webhook.receive(delivery, { secrets: [secret] })).toMatchObject({ scope: 'named' });
  });

  it.each(['no json', '{}', '[]', 'null', '{"ref":7}'])('is unreadable as %s', async (text) => {
    await expect(webhook.receive(await deliver(text), { secrets: [secret] })).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
    });
  });

  it('of another event touches nothing', async () => {
    const notice = await webhook.receive(await deliver({ zen: 'x' }, { event: 'ping' }), { secrets: [secret] });
    expect(notice.event).toBe('ping');
    expect(webhook.touches(notice, [{ repo: 'company/ai-prompts', path: 'a.md' }])).toEqual([]);
  });
});

describe('a push touches', () => {
  it('the files it names, paths compared exactly', async () => {
    const paths = [
      'prompts/review.md',
      'prompts/new.md',
      'prompts/Old.md',
      'prompts/old.md',
      'prompts/Review.md',
      'x.md',
    ];
    expect(
      await touched(
        pushOf(),
        paths.map((path) => ({ path })),
      ),
    ).toEqual([0, 1, 2]);
  });

  it('collections that a named file is in', async () => {
    const paths = ['prompts', 'prompts/', 'prompts/*.md', 'prompts/**/*.md', '**/*.txt', 'other', 'prompts/re*'];
    expect(
      await touched(
        pushOf(),
        paths.map((path) => ({ path })),
      ),
    ).toEqual([0, 1, 2, 3, 6]);
  });

  it('its own branch, by whatever name, and no commit', async () => {
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
    expect(await touched(pushOf(), configs)).toEqual([0, 1, 2, 3, 4]);
    expect(await touched(pushOf({ ref: 'refs/heads/dev' }), configs)).toEqual([5]);
  });

  it('a tag that moved, and all that is read by it', async () => {
    const moved = pushOf({ ref: 'refs/tags/v1', forced: true, commits: [] });
    expect(await touched(moved, [{}, { ref: 'v1' }, { ref: 'v1', path: 'x.md' }, { branch: 'v1' }])).toEqual([1, 2]);
  });

  it.each([
    ['was forced', { forced: true }],
    ['lists no files', { commits: [] }],
    ['deleted the branch', { deleted: true, commits: [], after: '0'.repeat(40) }],
    ['has more commits than a payload lists', { commits: Array.from({ length: 2048 }, () => ({ modified: ['z'] })) }],
  ])('all of its branch when it %s', async (_, more) => {
    const payload = pushOf(more);
    expect(await touched(payload, [{ path: 'any.md' }, { branch: 'main' }, { branch: 'dev' }])).toEqual([0, 1]);
    const notice = await webhook.receive(await deliver(payload), { secrets: [secret] });
    expect(notice.scope).toBe('ask');
  });
});

it('reads the pushes that GitHub really sent', async (context) => {
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
    const configs = [...files, 'not/there.md'].map((path) => ({ repo: push.repository.full_name, ref: name, path }));
    const all = configs.map((_, index) => index);
    expect(await touched(push, configs)).toEqual(files.length === 0 || push.forced ? all : all.slice(0, -1));
  }
});
