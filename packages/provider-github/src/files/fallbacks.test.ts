import { PromptError } from '@prompts/core';
import type { Fault } from '@prompts/provider-testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { context, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

function createFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}.md`, `Text ${index}.\n`]));
}

const files = createFiles(20);
const texts = Object.values(files);

async function loadAll({ provider, config }: StartedProvider, more = {}, paths = Object.keys(files)) {
  const configs = paths.map((path) => config(path, more));
  const results = await provider.loadMany(configs, context);
  return results.map((result) =>
    PromptError.isInstance(result) ? `${result.code} ${result.message}` : result.content,
  );
}

function countCalls(started: StartedProvider, part: string): number {
  return started.calls().filter((call) => call.includes(part)).length;
}

afterEach(() => {
  vi.useRealTimers();
});

/** Waits until a request has arrived, then lets the time pass that it may take. */
async function exceedTime(started: StartedProvider, part: string, seconds: number): Promise<void> {
  while (countCalls(started, part) === 0) await new Promise(setImmediate);
  // The headers of a response that hangs within its body arrive meanwhile.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

/** What codeload.github.com sends if a branch and a tag have the same name. */
const ambiguous = 'the given path has multiple possibilities: #<Git::Ref:0x00007fd7bc684d40>';

const archiveFaults: readonly [string, (started: StartedProvider) => unknown][] = [
  ['refuses connections', ({ fake }) => fake.closeArchiveHost()],
  ['resets connections', ({ fake }) => fake.fail({ kind: 'reset' }, { host: 'archive' })],
  ['is a login page', ({ fake }) => fake.fail({ kind: 'login-page' }, { host: 'archive' })],
  ...[300, 401, 403, 404, 429, 500, 503].map((status): [string, (started: StartedProvider) => unknown] => [
    `returns ${status}`,
    ({ fake }) => fake.fail({ kind: 'status', status, body: ambiguous }, { host: 'archive' }),
  ]),
];

describe('if the host of the archives', () => {
  it.each(archiveFaults)('%s, queries return the texts', async (_, breakHost) => {
    await using started = await startProvider(files);
    await breakHost(started);
    expect(await loadAll(started)).toEqual(texts);
    expect(countCalls(started, '/graphql')).toBe(1);
    expect(countCalls(started, '/git/blobs/')).toBe(0);
  });

  it.each([{ kind: 'hang' }, { kind: 'hang-body' }] as const)('hangs (%j), queries return the texts', async (fault) => {
    await using started = await startProvider(files);
    started.fake.fail(fault, { host: 'archive' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const loading = loadAll(started);
    await exceedTime(started, 'archive', 20);
    expect(await loading).toEqual(texts);
  });

  it('and GraphQL hang, the files are requested one by one within the time of a load', async () => {
    await using started = await startProvider(files);
    started.fake.fail({ kind: 'hang' }, { host: 'archive' });
    started.fake.fail({ kind: 'hang' }, { path: '/graphql' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const loading = loadAll(started);
    await exceedTime(started, 'archive', 20);
    await exceedTime(started, '/graphql', 12);
    expect(await loading).toEqual(texts);
  });

  it('fails, and credentials are missing, the files are requested one by one as far as the quota allows', async () => {
    await using started = await startProvider({});
    started.fake.repository('company/open').commit(createFiles(120));
    started.fake.fail({ kind: 'status', status: 500 }, { host: 'archive' });
    const open = { repo: 'company/open', auth: undefined };
    expect(await loadAll(started, open)).toEqual(texts);
    const [first] = await loadAll(started, open, Object.keys(createFiles(120)));
    expect(first).toMatch(
      /^AUTH_FAILED reading 120 files needs 120 requests, .*: configure a token \(127.0.0.1:\d+ returned 500 for the archive of company\/open\)/,
    );
  });
});

describe('if the server has no GraphQL', () => {
  const faults: Fault[] = [405, 404, 502, 400].map((status) => ({ kind: 'status', status }));
  it.each([...faults, { kind: 'login-page' } as const])('(%j), the files are requested one by one', async (fault) => {
    await using started = await startProvider(files);
    started.fake.fail({ kind: 'status', status: 500 }, { host: 'archive' });
    started.fake.fail(fault, { path: '/graphql' });
    expect(await loadAll(started)).toEqual(texts);
    expect(countCalls(started, '/git/blobs/')).toBe(20);
  });
});

it.each([401, 403, 429])('a %i of the host of the archives is not taken for one of the API', async (status) => {
  await using started = await startProvider(files);
  const auth = started.fake.app({ repositories: [started.repository] });
  started.fake.fail({ kind: 'status', status, headers: { 'retry-after': '60' } }, { host: 'archive' });
  expect(await loadAll(started, { auth })).toEqual(texts);
  expect(started.fake.requests.filter(({ createsToken }) => createsToken)).toHaveLength(1);
});

it('a token that GitHub rejects is not tried again in another way', async () => {
  await using started = await startProvider(files);
  started.fake.fail({ kind: 'status', status: 401 }, { path: '/repos/company/ai-prompts/tarball' });
  expect((await loadAll(started))[0]).toMatch(/^AUTH_FAILED/);
  expect(started.calls()).toHaveLength(2);
});
