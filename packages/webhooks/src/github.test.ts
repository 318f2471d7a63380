import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createPrompts, type Prompts } from '@prompts/core';
import { github } from '@prompts/provider-github';
import { expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { createWebhookHandler } from './index.ts';

const secret = randomBytes(16).toString('hex');
const file = sharedData('github/webhooks/examples.json');

interface Push {
  readonly ref: string;
  readonly repository: { readonly full_name: string };
  readonly commits: readonly { readonly added: string[]; readonly modified: string[]; readonly removed: string[] }[];
}

const examples = Object.entries(
  file ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown[]>) : {},
).flatMap(([event, payloads]) => payloads.map((payload) => ({ event, payload })));

function deliver(payload: unknown, event: string, signedWith = secret): Request {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', signedWith).update(body).digest('hex');
  const headers = {
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  };
  return new Request('http://localhost/webhooks/github', { method: 'POST', headers, body });
}

it("GitHub's own deliveries refresh exactly the entries that they concern", async (context) => {
  if (!file) return context.skip(noSharedData);
  const pushes = examples.filter(({ event }) => event === 'push').map(({ payload }) => payload as Push);
  const onBranch = pushes.find(({ ref, commits }) => ref.startsWith('refs/heads/') && commits.length > 0) as Push;
  const path = onBranch.commits.flatMap(({ added, modified }) => [...added, ...modified])[0] as string;
  const repo = onBranch.repository.full_name;
  const branch = onBranch.ref.replace('refs/heads/', '');
  const requested: string[] = [];
  const octokit = {
    request: Object.assign(
      async (_route: unknown, options: { path?: string }) => {
        requested.push(options?.path ?? '');
        throw Object.assign(new Error('not found'), { status: 404 });
      },
      { endpoint: { DEFAULTS: { baseUrl: 'https://api.github.com' } } },
    ),
  };
  await using prompts = (await createPrompts({
    systemPrompts: {
      touched: { provider: 'github', config: { repo, path, branch }, fallback: '-' },
      'same-file-of-another-repository': {
        provider: 'github',
        config: { repo: 'other/repo', path, branch },
        fallback: '-',
      },
      'another-file': { provider: 'github', config: { repo, path: 'never/touched.md', branch }, fallback: '-' },
    },
    providers: [github({ octokit: octokit as never })],
    preload: false,
    logger: false,
  })) as Prompts;
  const refreshed: string[] = [];
  const spied: Pick<Prompts, 'receive' | 'refresh'> = {
    receive: prompts.receive,
    async refresh(names?: string | readonly string[]) {
      refreshed.push(...[names ?? []].flat());
      return { changed: [], unchanged: [], failed: [] };
    },
  };
  const handle = createWebhookHandler(spied, { github: { secret } });
  expect((await handle(deliver(onBranch, 'push', 'another secret'))).status).toBe(401);
  expect((await handle(deliver(onBranch, 'push'))).status).toBe(202);
  expect(refreshed).toEqual(['touched']);
  for (const { event, payload } of examples) {
    if (event === 'push') continue;
    expect((await handle(deliver(payload, event))).status, event).toBe(200);
  }
});
