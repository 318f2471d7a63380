import { PromptError, type PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { context, listCalls, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

function filesNamed(count: number, prefix = 'prompts/p'): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}.md`, `Text ${index}.\n`]));
}

const megabyte = 1024 * 1024;

/** Loads them and takes what comes for a text. */
async function loadAll({ provider, config }: StartedProvider, paths: readonly string[], more = {}) {
  const results = await provider.loadMany(
    paths.map((path) => config(path, more)),
    context,
  );
  return results.map((result) => (PromptError.isInstance(result) ? result.code : result.content));
}

function countOf(started: StartedProvider, part: string): number {
  return started.calls().filter((call) => call.includes(part)).length;
}

describe('few files', () => {
  it('are asked for one by one, each content once', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'same.md': 'A\n', 'b.md': 'B\n' });
    expect(await loadAll(started, ['a.md', 'same.md', 'b.md', 'a.md'])).toEqual(['A\n', 'A\n', 'B\n', 'A\n']);
    expect(started.calls()).toHaveLength(3);
    expect(countOf(started, '/git/blobs/')).toBe(2);
  });
});

describe('many files', () => {
  it('come in one archive, whose host is told no token', async () => {
    const files = filesNamed(300);
    await using started = await startProvider({ ...files, 'empty.md': '', 'with space/ü.md': 'Ü\n' });
    const paths = [...Object.keys(files), 'with space/ü.md', 'empty.md', 'missing.md'];
    expect(await loadAll(started, paths)).toEqual([...Object.values(files), 'Ü\n', '', 'NOT_FOUND']);
    expect(started.calls()).toHaveLength(3);
    expect(started.fake.leaks).toEqual([]);
  });

  it('come without credentials too', async () => {
    await using started = await startProvider({});
    started.fake.repository('company/open').commit(filesNamed(20));
    const paths = Object.keys(filesNamed(20));
    const open = { repo: 'company/open', auth: undefined };
    expect(await loadAll(started, paths, open)).toEqual(Object.values(filesNamed(20)));
    expect(started.calls()).toHaveLength(3);
  });

  it('come by a query, a hundred a call, where the repository is much larger than they are', async () => {
    const files = filesNamed(250);
    const ballast = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`video${index}.bin`, Buffer.alloc(10 * megabyte, index)]),
    );
    await using started = await startProvider({ ...files, ...ballast });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls()).toHaveLength(1 + 3);
    expect(countOf(started, '/graphql')).toBe(3);
  });

  it('come by a query where one is enough and the archive would move more', async () => {
    const files = filesNamed(50);
    await using started = await startProvider({ ...files, 'film.bin': Buffer.alloc(5 * megabyte, 1) });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls()).toHaveLength(2);
    expect(countOf(started, '/graphql')).toBe(1);
  });

  it('are asked for one by one where a query gives no or not the whole text', async () => {
    const files = { ...filesNamed(20), 'long.md': 'x'.repeat(megabyte), 'bytes.md': Uint8Array.of(0xff, 0xfe, 0) };
    await using started = await startProvider({ ...files, 'film.bin': Buffer.alloc(5 * megabyte, 1) });
    const texts = await loadAll(started, Object.keys(files));
    expect(texts.slice(-2)).toEqual(['x'.repeat(megabyte), 'CONTENT_INVALID']);
    expect(countOf(started, '/git/blobs/')).toBe(2);
  });

  it('are asked for one by one where a server has neither archives nor queries', async () => {
    const files = filesNamed(20);
    await using started = await startProvider(files);
    started.fake.fail({ kind: 'status', status: 404 }, { path: '/repos/company/ai-prompts/tarball' });
    started.fake.fail({ kind: 'status', status: 404 }, { path: '/graphql' });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(countOf(started, '/git/blobs/')).toBe(20);
  });
});

describe('a large repository', () => {
  const files = filesNamed(250);
  const ballast = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [`video${index}.bin`, Buffer.alloc(10 * megabyte, index)]),
  );

  it('keeps the texts that came when a later query fails', async () => {
    await using started = await startProvider({ ...files, ...ballast });
    const { fake, provider, config } = started;
    const configs = Object.keys(files).map((path) => config(path));
    const loading = provider.loadMany(configs, context);
    while (!started.calls().some((call) => call.startsWith('api /graphql 200'))) await new Promise(setImmediate);
    fake.fail({ kind: 'status', status: 502 });
    const results = await loading;
    expect(results.some((result) => !PromptError.isInstance(result))).toBe(true);
    expect(countOf(started, '/git/blobs/')).toBe(0);
  });

  it('of a token whose queries are limited is left alone, and not asked file by file', async () => {
    await using started = await startProvider({ ...files, ...ballast });
    const { fake, provider, config, token } = started;
    fake.limit({ kind: 'primary', token, resetAt: fake.now() + 600_000, resource: 'graphql' });
    const configs = Object.keys(files).map((path) => config(path));
    const [result] = await provider.loadMany(configs, context);
    expect(result).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(countOf(started, '/git/blobs/')).toBe(0);
  });

  it('is not asked file by file where that would use up the quota of those without a token', async () => {
    await using started = await startProvider({});
    started.fake.repository('company/open').commit({ ...files, ...ballast });
    const open = { repo: 'company/open', auth: undefined };
    const [result] = await started.provider.loadMany(
      Object.keys(files).map((path) => started.config(path, open)),
      context,
    );
    expect(result).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining('give a token') });
    expect(started.calls()).toHaveLength(1);
  });
});

describe('an archive', () => {
  async function withArchive(spoiled: StartedProvider['repository']['archiveDamage']) {
    const started = await startProvider(filesNamed(20));
    started.repository.archiveDamage = spoiled;
    return started;
  }
  const paths = Object.keys(filesNamed(20));

  it('that is cut off is a failure, not a lack of files', async () => {
    await using started = await withArchive({ kind: 'truncated' });
    const [result] = await started.provider.loadMany(
      paths.map((path) => started.config(path)),
      context,
    );
    expect(result).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('cut off or damaged') });
    expect(countOf(started, '/git/blobs/')).toBe(0);
  });

  it('that unpacks to more than the repository holds is refused', async () => {
    await using started = await withArchive({ kind: 'bomb', megabytes: 100 });
    const [result] = await started.provider.loadMany(
      paths.map((path) => started.config(path)),
      context,
    );
    expect(result).toMatchObject({ code: 'CONTENT_INVALID', message: expect.stringContaining('unpacks to more than') });
  });

  it('with names that lead elsewhere puts nothing in the place of a file', async () => {
    await using started = await withArchive({
      kind: 'names',
      names: ['../prompts/p1.md', '/prompts/p2.md', 'x/prompts/p3.md'],
    });
    expect(await loadAll(started, paths)).toEqual(Object.values(filesNamed(20)));
  });

  it('whose host is down is a failure', async () => {
    await using started = await startProvider(filesNamed(20));
    started.fake.fail({ kind: 'status', status: 503 }, { host: 'archive' });
    const [result] = await started.provider.loadMany(
      paths.map((path) => started.config(path)),
      context,
    );
    expect(result).toMatchObject({ code: 'UNAVAILABLE' });
    expect(started.calls()).toHaveLength(3);
  });

  it('newer than the tree gives the texts of the tree', async () => {
    await using started = await startProvider(filesNamed(20));
    const { provider, config, repository, fake } = started;
    const files = provider.loadMany(
      paths.map((path) => config(path)),
      context,
    );
    // Committed once the tree was told and before the archive is made.
    while (!listCalls(fake).some((call) => call.includes('/git/trees/'))) await new Promise(setImmediate);
    repository.commit({ 'prompts/p1.md': 'Newer.\n' });
    const templates = (await files) as PromptTemplate[];
    const [one] = await provider.changedSince(
      [{ config: config('prompts/p1.md'), template: templates[1] as PromptTemplate }],
      context,
    );
    expect([templates[1]?.content, one]).toEqual(['Text 1.\n', 0]);
  });
});

describe('a tree too large for one answer', () => {
  it('is walked through only where the files are', async () => {
    const files = filesNamed(20, 'a/b/prompts/p');
    await using started = await startProvider(
      { ...files, ...filesNamed(100, 'other/x'), 'README.md': 'R\n' },
      { treeLimit: 50 },
    );
    const paths = [...Object.keys(files), 'README.md', 'missing.md', 'a/none/x.md'];
    expect(await loadAll(started, paths)).toEqual([...Object.values(files), 'R\n', 'NOT_FOUND', 'NOT_FOUND']);
    expect(countOf(started, '/git/trees/')).toBe(5);
    expect(countOf(started, '/tarball/')).toBe(0);
    const listed = await started.provider.list(started.config('a/**/*.md'), context);
    expect(listed).toHaveLength(20);
    const all = await started.provider.list(started.config('**/*.md'), context);
    expect(all).toHaveLength(121);
  });

  it('of 100,000 files gives the thousand that are asked for', async () => {
    const folders = Array.from({ length: 100 }, (_, folder) => filesNamed(1000, `src${folder}/f`));
    const files = filesNamed(1000);
    await using started = await startProvider(Object.assign({}, files, ...folders), { treeLimit: 100_000 });
    expect(await loadAll(started, Object.keys(files))).toEqual(Object.values(files));
    expect(started.calls().length).toBeLessThanOrEqual(13);
  }, 60_000);
});
