import type { PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { context, startProvider } from '../test-support/start-provider.ts';

const readme = { 'README.md': 'Read me.\n' };

describe('a file', () => {
  it.each([
    'with space.md',
    'sharp #1.md',
    '100%.md',
    'a%20b.md',
    'ünïcode/漢字.md',
    'plus+&=?.md',
    "quote'.md",
    'a/b/c/d',
  ])('is read at %s, alone and with others', async (path) => {
    await using started = await startProvider({ ...readme, [path]: 'Here.\n' });
    const [alone, together] = await started.loadBothWays(path);
    expect(alone).toMatchObject({ content: 'Here.\n', version: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(together).toEqual(alone);
    expect(decodeURIComponent((alone as { uri: string }).uri)).toBe(
      `${started.fake.url}/company/ai-prompts/blob/HEAD/${path}`,
    );
  });

  it('is read at a branch, a tag, a commit and a version', async () => {
    await using started = await startProvider({ ...readme, 'a.md': 'first\n' });
    const { repository, load } = started;
    const first = repository.find('HEAD')?.sha as string;
    repository.branch('feature/one');
    repository.tag('v1', first, { annotated: true });
    repository.tag('light', first);
    repository.commit({ 'a.md': 'second\n' });
    repository.commit({ 'a.md': 'third\n' }, { branch: 'feature/one' });
    const refs = [
      {},
      { branch: 'main' },
      { branch: 'feature/one' },
      { ref: 'v1' },
      { ref: 'light' },
      { ref: first },
      { branch: 'main', version: first },
    ];
    const contents = await Promise.all(refs.map(async (more) => (await load('a.md', more)).content));
    expect(contents).toEqual(['second\n', 'second\n', 'third\n', 'first\n', 'first\n', 'first\n', 'first\n']);
    for (const [index, more] of refs.entries()) {
      const [alone, together] = await started.loadBothWays('a.md', more);
      expect(together).toEqual(alone);
      expect(alone).toMatchObject({ content: contents[index] });
    }
  });

  it('is read from the default branch, whatever its name', async () => {
    await using started = await startProvider({});
    const other = started.fake.repository('company/other', { defaultBranch: 'trunk' });
    other.commit({ ...readme, 'a.md': 'on the trunk\n' });
    const [alone, together] = await started.loadBothWays('a.md', { repo: 'company/other' });
    expect(alone).toMatchObject({ content: 'on the trunk\n' });
    expect(together).toEqual(alone);
  });

  it('over 1 MB is read completely, alone and from an archive', async () => {
    const large = 'x'.repeat(3 * 1024 * 1024);
    await using started = await startProvider({ ...readme, 'large.md': large });
    const paths = ['large.md', ...Array.from({ length: 6 }, (_, index) => `p${index}.md`)];
    started.repository.commit(Object.fromEntries(paths.slice(1).map((path) => [path, `${path}\n`])));
    expect((await started.load('large.md')).content).toBe(large);
    const [together] = await started.provider.loadMany(
      paths.map((path) => started.config(path)),
      context,
    );
    expect(together).toMatchObject({ content: large });
    expect(started.calls().some((call) => call.startsWith('archive'))).toBe(true);
  });

  it('is read from a repository that was renamed or archived, or is written in another case', async () => {
    await using started = await startProvider({ ...readme, 'a.md': 'here\n' });
    started.repository.archive();
    started.fake.rename(started.repository, 'company/new-name');
    for (const repo of ['company/ai-prompts', 'company/new-name', 'Company/New-Name']) {
      const [alone, together] = await started.loadBothWays('a.md', { repo });
      expect(alone).toMatchObject({ content: 'here\n' });
      expect(together).toMatchObject({ content: 'here\n' });
    }
    expect(started.fake.leakedTokens).toEqual([]);
  });
});

describe('a path that does not lead to a text', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n`;

  it.each([
    ['folder', 'CONFIG_INVALID', /'folder' .*is a directory: name a file, or use an entry 'name\/\*'/],
    ['sub', 'CONFIG_INVALID', /is a submodule: use the repository/],
    ['dangling.md', 'NOT_FOUND', /is a symbolic link that does not lead to a file/],
    ['out.md', 'NOT_FOUND', /is a symbolic link that does not lead to a file/],
    ['circle.md', 'NOT_FOUND', /is a symbolic link that does not lead to a file/],
    ['to-folder', 'NOT_FOUND', /'to-folder' .*is a symbolic link to a folder, which is not followed: write 'folder'/],
    [
      'to-folder/a.md',
      'NOT_FOUND',
      /'to-folder' .*symbolic link to a folder.*: write 'folder\/a.md' instead of 'to-fol/,
    ],
    ['folder/up/a.md', 'NOT_FOUND', /'folder\/up' .*symbolic link to a folder.*: write 'folder\/a.md' instead/],
    ['folder/*.md', 'CONFIG_INVALID', /does not exist: it is a glob, which needs an entry 'name\/\*'/],
    ['binary.md', 'CONTENT_INVALID', /'binary.md' in company\/ai-prompts is not UTF-8/],
    ['lfs.md', 'CONTENT_INVALID', /is a Git LFS pointer/],
    ['missing.md', 'NOT_FOUND', /does not exist|can't access it/],
    ['folder/A.MD', 'NOT_FOUND', /does not exist|can't access it/],
  ])('(%s) fails with %s, alone and with others', async (path, code, message) => {
    await using started = await startProvider({
      ...readme,
      'folder/a.md': 'A',
      sub: { submodule: 'a'.repeat(40) },
      'dangling.md': { symlink: 'nowhere.md' },
      'out.md': { symlink: '../../etc/passwd' },
      'circle.md': { symlink: 'circle.md' },
      'to-folder': { symlink: 'folder' },
      'folder/up': { symlink: '../folder/' },
      'binary.md': Uint8Array.of(0x89, 0x50, 0xff, 0),
      'lfs.md': pointer,
    });
    for (const result of await started.loadBothWays(path)) {
      expect(result).toMatchObject({ code, message: expect.stringMatching(message), provider: 'github' });
    }
  });

  it('suggests a path that differs only in case', async () => {
    await using started = await startProvider({ ...readme, 'folder/A.md': 'A' });
    for (const result of await started.loadBothWays('folder/a.md')) {
      expect(result).toMatchObject({
        message: "'folder/a.md' in company/ai-prompts does not exist, but 'folder/A.md' does: paths are case-sensitive",
      });
    }
  });

  it.each([
    ['an empty repository', { repo: 'company/empty' }, 'NOT_FOUND', /empty|no such/],
    ['a missing repository', { repo: 'company/none' }, 'NOT_FOUND', /or the token can't access it/],
    ['a deleted repository', { repo: 'company/deleted' }, 'NOT_FOUND', /or the token can't access it/],
    ['a missing branch', { branch: 'none' }, 'NOT_FOUND', /no such/],
    ['a missing commit', { ref: 'b'.repeat(40) }, 'NOT_FOUND', /no such/],
  ])('(%s) fails with the reason, alone and with others', async (_, more, code, message) => {
    await using started = await startProvider({ ...readme, 'a.md': 'A' });
    started.fake.repository('company/empty');
    const deleted = started.fake.repository('company/deleted');
    deleted.commit({ 'a.md': 'A' });
    deleted.remove();
    for (const result of await started.loadBothWays('a.md', more)) {
      expect(result).toMatchObject({ code, message: expect.stringMatching(message) });
    }
  });
});

describe('a 404 names repository, path and branch as they are configured', () => {
  const path = 'prompts/ä b#1.md';
  it.each([
    [{ branch: 'feature/ä' }, "company/ai-prompts at branch 'feature/ä'"],
    [{ branch: 'none' }, "company/ai-prompts at branch 'none'"],
    [{ ref: 'tags/none' }, "company/ai-prompts at tag 'none'"],
    [{ ref: 'none' }, "company/ai-prompts at 'none'"],
    [{ repo: 'company/none' }, 'company/none'],
  ])('(%j)', async (more, place) => {
    await using started = await startProvider(readme);
    started.repository.branch('feature/ä');
    for (const result of await started.loadBothWays(path, more)) {
      expect(result).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining(`'${path}'`) });
      expect(result).toMatchObject({ message: expect.stringContaining(place) });
    }
  });
});

describe('a name of both a branch and a tag', () => {
  async function startAmbiguous() {
    const started = await startProvider({ ...readme, 'a.md': 'tag\n', 'only-tag.md': 'T\n' });
    started.repository.tag('v1');
    started.repository.branch('v1');
    started.repository.commit({ 'a.md': 'branch\n', 'only-branch.md': 'B\n' }, { branch: 'v1' });
    return started;
  }

  it.each([
    [{ branch: 'v1' }, 'branch\n'],
    [{ branch: 'refs/heads/v1' }, 'branch\n'],
    [{ ref: 'heads/v1' }, 'branch\n'],
    [{ ref: 'refs/heads/v1' }, 'branch\n'],
    [{ ref: 'v1' }, 'tag\n'],
    [{ ref: 'tags/v1' }, 'tag\n'],
    [{ ref: 'refs/tags/v1' }, 'tag\n'],
  ])('is the one that %j means', async (more, content) => {
    await using started = await startAmbiguous();
    const { provider, config } = started;
    for (const result of await started.loadBothWays('a.md', more)) expect(result).toMatchObject({ content });
    const [listed] = await provider.list(config('a*.md', more), context);
    expect(listed?.template).toMatchObject({ content });
    const versions = await Array.fromAsync(provider.versions(config('a.md', more), context));
    expect(versions).toHaveLength(content === 'tag\n' ? 1 : 2);
    for (const count of [1, 4]) {
      const facts = await provider.describe(Array(count).fill(config('a.md', more)), context);
      expect(facts[0]).toMatchObject({ version: versions[0]?.version });
    }
    expect(await provider.validate(config('a.md', more), context)).toBe(true);
  });

  it('does not fall back to the branch for a file that the tag does not have', async () => {
    await using started = await startAmbiguous();
    for (const result of await started.loadBothWays('only-branch.md', { ref: 'v1' })) {
      expect(result).toMatchObject({
        code: 'NOT_FOUND',
        message: "'only-branch.md' in company/ai-prompts at tag 'v1' does not exist: check path, branch and ref",
      });
    }
  });

  it('may be that of a branch alone, or an abbreviated commit id, until there is such a tag', async () => {
    await using started = await startProvider({ ...readme, 'a.md': 'one\n' });
    const { repository, provider, config } = started;
    const sha = repository.find('HEAD')?.sha.slice(0, 10) as string;
    repository.branch('next');
    for (const ref of ['next', sha]) {
      for (const result of await started.loadBothWays('a.md', { ref }))
        expect(result).toMatchObject({ content: 'one\n' });
    }
    const configs = ['a.md', 'README.md'].map((path) => config(path, { ref: 'next' }));
    const templates = (await provider.loadMany(configs, context)) as PromptTemplate[];
    const entries = configs.map((config, index) => ({ config, template: templates[index] as PromptTemplate }));
    expect(await provider.changedSince(entries, context)).toEqual([]);
    repository.commit({ 'a.md': 'two\n' });
    repository.tag('next');
    expect(await provider.changedSince(entries, context)).toEqual([0]);
  });

  it('is the tag again in every request, however often the branch is read', async () => {
    await using started = await startAmbiguous();
    const calls = started.calls().length;
    await started.load('a.md', { ref: 'v1' });
    expect(started.calls().slice(calls)).toEqual(['api /repos/company/ai-prompts/contents/a.md 200']);
  });
});

describe('a symbolic link', () => {
  it('is followed within the repository, and changes with its target', async () => {
    await using started = await startProvider({
      ...readme,
      'prompts/real.md': 'real\n',
      'prompts/link.md': { symlink: 'real.md' },
      'other/up.md': { symlink: '../prompts/link.md' },
    });
    const { provider, config, repository, load } = started;
    expect(await load('prompts/link.md')).toMatchObject({ content: 'real\n' });
    const configs = [config('prompts/link.md'), config('other/up.md'), config('README.md')];
    const templates = await provider.loadMany(configs, context);
    expect(templates.slice(0, 2)).toMatchObject([{ content: 'real\n' }, { content: 'real\n' }]);
    const known = configs.map((config, index) => ({ config, template: templates[index] as never }));
    expect(await provider.changedSince(known, context)).toEqual([]);
    repository.commit({ 'prompts/real.md': 'changed\n' });
    expect(await provider.changedSince(known, context)).toEqual([0, 1]);
  });

  it('to an absolute path is not followed, even if the repository has a file of that name', async () => {
    await using started = await startProvider({
      ...readme,
      'folder/absolute.md': { symlink: '/README.md' },
      'folder/README.md': 'not this one',
    });
    const configs = [started.config('folder/absolute.md'), started.config('README.md')];
    const [result] = await started.provider.loadMany(configs, context);
    expect(result).toMatchObject({ code: 'NOT_FOUND', message: expect.stringMatching(/does not lead to a file/) });
  });
});
