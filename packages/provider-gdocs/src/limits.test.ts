import { PromptError } from '@prompts/core';
import { guardedFetch } from '@prompts/provider-kit';
import { expect, it } from 'vitest';
import { createGoogleClient } from './client/google-client.ts';
import type { ParsedDocument } from './config-schema.ts';
import { changedSince } from './reading/changed-since.ts';
import { loadMany } from './reading/load-many.ts';
import { createSession } from './session.ts';
import { context, idOf, type StartedProvider, startProvider } from './test-support/start-provider.ts';

const limited = (reason: string) => {
  const error = {
    code: 403,
    message: 'Rate Limit Exceeded',
    errors: [{ reason, domain: 'usageLimits', message: 'Rate Limit Exceeded' }],
  };
  return {
    kind: 'status',
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error }),
  } as const;
};

it.each(['userRateLimitExceeded', 'rateLimitExceeded'])('retries after a single 403 %s', async (reason) => {
  await using started = await startProvider();
  started.write('a', 'text');
  started.fake.fail(limited(reason), { times: 1, path: `/drive/v3/files/${idOf('a')}/export` });
  expect(await started.load('a')).toMatchObject({ content: 'text' });
});

it.each([429, 503])('retries after a single %s', async (status) => {
  await using started = await startProvider();
  started.write('a', 'text');
  started.fake.fail(
    { kind: 'status', status, headers: { 'retry-after': '1' } },
    { times: 1, path: `/drive/v3/files/${idOf('a')}/export` },
  );
  expect(await started.load('a')).toMatchObject({ content: 'text' });
});

it('reports a lasting rate limit as RATE_LIMITED after two requests', async () => {
  await using started = await startProvider();
  started.write('a', 'text');
  await started.load('a');
  started.fake.fail(limited('userRateLimitExceeded'));
  const before = started.fake.requests.length;
  await expect(started.load('a')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  expect(started.fake.requests.length - before).toBe(2);
});

it('returns a TIMEOUT for a document that hangs, and loads the others', async () => {
  await using started = await startProvider();
  for (const name of ['a', 'b', 'c']) started.write(name, name);
  started.fake.fail({ kind: 'hang' }, { path: `/drive/v3/files/${idOf('b')}` });
  await using guarded = guardedSession(started);
  const { session } = guarded;
  const documentOf = (name: string) => started.config(name) as ParsedDocument;
  const configs = ['a', 'b', 'c'].map((name) => documentOf(name));
  const [a, b, c] = await loadMany(configs, session, context, { documentSeconds: 0.5, batchSeconds: 5 });
  expect([a, c]).toMatchObject([{ content: 'a' }, { content: 'c' }]);
  expect(b).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining(idOf('b')) });
  const all = await loadMany(
    Array.from({ length: 40 }, () => documentOf('b')),
    session,
    context,
    { documentSeconds: 60, batchSeconds: 0.5 },
  );
  expect(all.every((each) => PromptError.isInstance(each) && each.code === 'TIMEOUT')).toBe(true);
});

/** Creates a session for functions that take time limits. */
function guardedSession({ fake, token }: StartedProvider) {
  const fetch = guardedFetch({ provider: 'gdocs', allowHosts: ['127.0.0.1'] });
  const session = createSession(createGoogleClient({ rootUrl: `${fake.url}/`, auth: { token } }, fetch));
  return { session, [Symbol.asyncDispose]: () => fetch.close() };
}

it.each([
  ['32 MiB of a document', `/v1/documents/${idOf('a')}`, 32],
  ['8 MiB of other responses', '/drive/v3/changes/startPageToken', 8],
])('decodes at most %s', async (_, path, limit) => {
  await using started = await startProvider(['documents.readonly']);
  started.write('a', 'text');
  started.fake.fail({ kind: 'gzip-bomb' }, { path });
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining(`more than ${limit * 1024 * 1024} bytes`),
  });
});

it.each([
  ['is forbidden', { kind: 'status', status: 403 }],
  ['fails', { kind: 'status', status: 500 }],
  ['is limited', limited('userRateLimitExceeded')],
  ['hangs', { kind: 'hang' }],
] as const)(
  'finds the changed documents while another one %s, with credentials only for the Docs API',
  async (_, fault) => {
    await using started = await startProvider(['documents.readonly']);
    await using guarded = guardedSession(started);
    const names = ['a', 'b', 'c'];
    for (const name of names) started.write(name, name);
    const entries = await Promise.all(
      names.map(async (name) => ({
        config: started.config(name) as ParsedDocument,
        template: await started.load(name),
      })),
    );
    started.write('c', 'changed');
    started.fake.fail(fault, { path: `/v1/documents/${idOf('b')}` });
    expect(await changedSince(entries, guarded.session, context, { documentSeconds: 1, batchSeconds: 5 })).toEqual([
      1, 2,
    ]);
  },
);

it('reports an outage instead of changes, with credentials only for the Docs API', async () => {
  await using started = await startProvider(['documents.readonly']);
  started.write('a', 'text');
  const [config, template] = [started.config('a'), await started.load('a')];
  started.fake.fail({ kind: 'status', status: 503 }, { path: `/v1/documents/${idOf('a')}` });
  await expect(started.provider.changedSince([{ config, template }], context)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});
