import { PromptError, type PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { context, listCalls, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

function createFiles(count: number, prefix = 'prompts/p'): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}.md`, `Text ${index}.\n`]));
}

const megabyteBytes = 1024 * 1024;

/** Makes a repository too large for an archive. */
const ballast = Object.fromEntries(
  Array.from({ length: 7 }, (_, index) => [`video${index}.bin`, Buffer.alloc(10 * megabyteBytes, index)]),
);

/** Makes a repository too large for an archive if one query is enough. */
const film = { 'film.bin': Buffer.alloc(5 * megabyteBytes, 1) };

/** Loads many files. @returns The text of each, or its error code. */
async function loadAll({ provider, config }: StartedProvider, paths: readonly string[], more = {}) {
  const results = await provider.loadMany(
    paths.map((path) => config(path, more)),
    context,
  );
  return results.map((result) => (PromptError.isInstance(result) ? result.code : result.content));
}

function countCalls(started: StartedProvider, part: string): number {
  return started.calls().filter((call) => call.includes(part)).length;
}

describe('few files', () => {
  it('are requested one by one, each content once', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'same.md': 'A\n', 'b.md': 'B\n' });
    expect(await loadAll(started, ['a.md', 'same.md', 'b.md', 'a.md'])).toEqual(['A\n', 'A\n', 'B\n', 'A\n']);
    expect(started.calls()).toHaveLength(3);
    expect(countCalls(started, '/git/blobs/')).toBe(2);
  });
});

describe('many files', () => {
  it('are read from one archive, whose host receives no token', async () => {
    const files = createFiles(300);
    await using started = await startProvider({ ...files, 'empty.md': '', 'with space/ü.md': 'Ü\n' });
    const paths = [...Object.keys(files), 'with space/ü.md', 'empty.md', 'missing.md'];
    expect(await loadAll(started, paths)).toEqual([...Object.values(files), 'Ü\n', '', 'NOT_FOUND']);
    expect(started.calls()).toHaveLength(3);
    expect(started.fake.leakedTokens).toEqual([]);
  });

  it('are read without credentials', async () => {
    await using started = await startProvider({});
    started.fake.repository('company/open').commit(createFiles(20));
    const paths = Object.keys(createFiles(20));
    const open = { repo: 'company/open', auth: undefined };
    expect(await loadAll(started, paths, open)).toEqual(Object.values(createFiles(20)));
    expect(started.calls()).toHaveLength(3);
  });

  it('are read with queries, 100 per request, if the repository is much larger', async () => {
    const files = createFiles(250);
    await using started = await startProvider({ ...files, ...ballast });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls()).toHaveLength(1 + 3);
    expect(countCalls(started, '/graphql')).toBe(3);
  });

  it('are read with one query if that is enough and the archive is larger', async () => {
    const files = createFiles(50);
    await using started = await startProvider({ ...files, ...film });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls()).toHaveLength(2);
    expect(countCalls(started, '/graphql')).toBe(1);
  });

  it('are requested one by one if a query returns no text or a truncated one', async () => {
    const files = {
      ...createFiles(20),
      'long.md': 'x'.repeat(megabyteBytes),
      'bytes.md': Uint8Array.of(0xff, 0xfe, 0),
    };
    await using started = await startProvider({ ...files, ...film });
    const texts = await loadAll(started, Object.keys(files));
    expect(texts.slice(-2)).toEqual(['x'.repeat(megabyteBytes), 'CONTENT_INVALID']);
    expect(countCalls(started, '/git/blobs/')).toBe(2);
  });

  it('are requested one by one if the server offers neither archives nor queries', async () => {
    const files = createFiles(20);
    await using started = await startProvider(files);
    started.fake.fail({ kind: 'status', status: 404 }, { path: '/repos/company/ai-prompts/tarball' });
    started.fake.fail({ kind: 'status', status: 404 }, { path: '/graphql' });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(countCalls(started, '/git/blobs/')).toBe(20);
  });
});

describe('a large repository', () => {
  const files = createFiles(250);

  it('keeps the texts of earlier queries when a later one fails', async () => {
    await using started = await startProvider({ ...files, ...ballast });
    const { fake, provider, config } = started;
    const configs = Object.keys(files).map((path) => config(path));
    const loading = provider.loadMany(configs, context);
    while (!started.calls().some((call) => call.startsWith('api /graphql 200'))) await new Promise(setImmediate);
    fake.fail({ kind: 'status', status: 502 });
    const results = await loading;
    expect(results.some((result) => !PromptError.isInstance(result))).toBe(true);
    // The failure of the first requests is not repeated for each file.
    expect(countCalls(started, '/git/blobs/')).toBeLessThanOrEqual(16);
  });

  it('is not read file by file when the quota of queries is used up', async () => {
    await using started = await startProvider({ ...files, ...ballast });
    const { fake, provider, config, token } = started;
    fake.limit({ kind: 'primary', token, resetAtMs: fake.now() + 600_000, resource: 'graphql' });
    const configs = Object.keys(files).map((path) => config(path));
    const [result] = await provider.loadMany(configs, context);
    expect(result).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(countCalls(started, '/git/blobs/')).toBe(0);
  });

  it('is not read file by file when that would use up the anonymous quota', async () => {
    await using started = await startProvider({});
    started.fake.repository('company/open').commit({ ...files, ...ballast });
    const open = { repo: 'company/open', auth: undefined };
    const [result] = await started.provider.loadMany(
      Object.keys(files).map((path) => started.config(path, open)),
      context,
    );
    expect(result).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining('configure a token') });
    expect(started.calls()).toHaveLength(1);
  });
});

describe('an archive', () => {
  async function startWithArchive(damage: StartedProvider['repository']['archiveDamage']) {
    const started = await startProvider(createFiles(20));
    started.repository.archiveDamage = damage;
    return started;
  }
  const paths = Object.keys(createFiles(20));

  it.each([
    ['is truncated', { kind: 'truncated' }],
    ['unpacks to more than the repository contains', { kind: 'bomb', megabytes: 100 }],
  ] as const)('that %s is replaced by one query', async (_, damage) => {
    await using started = await startWithArchive(damage);
    expect(await loadAll(started, paths)).toEqual(Object.values(createFiles(20)));
    expect(countCalls(started, '/graphql')).toBe(1);
    expect(countCalls(started, '/git/blobs/')).toBe(0);
  });

  it('with names that lead out of the folder replaces no file', async () => {
    await using started = await startWithArchive({
      kind: 'names',
      names: ['../prompts/p1.md', '/prompts/p2.md', 'x/prompts/p3.md'],
    });
    expect(await loadAll(started, paths)).toEqual(Object.values(createFiles(20)));
  });

  it('that is newer than the tree yields the texts of the tree', async () => {
    await using started = await startProvider(createFiles(20));
    const { provider, config, repository, fake } = started;
    const loading = provider.loadMany(
      paths.map((path) => config(path)),
      context,
    );
    // Commits after the tree is read and before the archive is created.
    while (!listCalls(fake).some((call) => call.includes('/git/trees/'))) await new Promise(setImmediate);
    repository.commit({ 'prompts/p1.md': 'Newer.\n' });
    const templates = (await loading) as PromptTemplate[];
    const [changed] = await provider.changedSince(
      [{ config: config('prompts/p1.md'), template: templates[1] as PromptTemplate }],
      context,
    );
    expect([templates[1]?.content, changed]).toEqual(['Text 1.\n', 0]);
  });
});

describe('a tree too large for one response', () => {
  it('is read only in the folders of the files', async () => {
    const files = createFiles(20, 'a/b/prompts/p');
    await using started = await startProvider(
      { ...files, ...createFiles(100, 'other/x'), 'README.md': 'R\n' },
      { maxTreeEntries: 50 },
    );
    const paths = [...Object.keys(files), 'README.md', 'missing.md', 'a/none/x.md'];
    expect(await loadAll(started, paths)).toEqual([...Object.values(files), 'R\n', 'NOT_FOUND', 'NOT_FOUND']);
    expect(countCalls(started, '/git/trees/')).toBe(5);
    expect(countCalls(started, '/tarball/')).toBe(0);
    const listed = await started.provider.list(started.config('a/**/*.md'), context);
    expect(listed).toHaveLength(20);
    const all = await started.provider.list(started.config('**/*.md'), context);
    expect(all).toHaveLength(121);
  });

  it.each([
    ['itself', ['a']],
    ['its parent', ['a', 'b']],
  ])('is refused if a tree in it contains %s', async (_, ids) => {
    await using started = await startProvider({ 'README.md': 'R\n' });
    const shas = ids.map((id) => id.repeat(40));
    const respond = (sha: string, next: string) => ({
      kind: 'status' as const,
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        sha,
        truncated: true,
        tree: [{ path: 'f', mode: '040000', type: 'tree', sha: next }],
      }),
    });
    const trees = '/repos/company/ai-prompts/git/trees';
    const [first = '', second = first] = shas;
    for (const [at, sha, next] of [
      ['HEAD', first, second],
      [first, first, second],
      [second, second, first],
    ] as const) {
      started.fake.fail(respond(sha, next), { path: `${trees}/${at}` });
    }
    await expect(started.provider.list(started.config('**/*.md'), context)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('describes a tree that contains itself'),
    });
  });

  it('of 100,000 files yields the 1,000 requested ones', async () => {
    const folders = Array.from({ length: 100 }, (_, folder) => createFiles(1000, `src${folder}/f`));
    const files = createFiles(1000);
    await using started = await startProvider(Object.assign({}, files, ...folders), { maxTreeEntries: 100_000 });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls().length).toBeLessThanOrEqual(13);
  }, 60_000);
});
