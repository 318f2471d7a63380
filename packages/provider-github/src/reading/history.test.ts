import { createPrompts, type PromptVersion } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { github } from '../github.ts';
import { refusals } from '../test-support/refusals.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

const january = (day: number) => new Date(Date.UTC(2026, 0, day));

describe('versions', () => {
  it('are the commits that changed the file on the configured branch, newest first', async () => {
    await using started = await startProvider({});
    const { repository, provider, config, load } = started;
    const ada = { name: 'Ada Lovelace', email: 'ada@example.com', login: 'ada' };
    const first = repository.commit(
      { 'a.md': 'one\n' },
      { message: 'Add it\n\nIn detail.', author: ada, date: january(1) },
    );
    repository.commit({ 'b.md': 'other\n' }, { date: january(2) });
    const withoutAccount = { name: 'No Account', email: 'nobody@example.com' };
    const second = repository.commit(
      { 'a.md': 'two\n' },
      { message: 'Fix it', author: withoutAccount, date: january(3) },
    );
    repository.branch('dev');
    repository.commit({ 'a.md': 'three\n' }, { branch: 'dev', date: january(4) });
    const versions: PromptVersion[] = await Array.fromAsync(provider.versions(config('a.md'), context));
    expect(versions).toEqual([
      {
        version: second,
        createdAt: '2026-01-03T00:00:00Z',
        author: 'No Account',
        message: 'Fix it',
        uri: expect.stringContaining(second),
      },
      {
        version: first,
        createdAt: '2026-01-01T00:00:00Z',
        author: 'ada',
        message: 'Add it\n\nIn detail.',
        uri: expect.stringContaining(first),
      },
    ]);
    expect((await load('a.md', { version: first })).content).toBe('one\n');
    expect(await Array.fromAsync(provider.versions(config('a.md', { branch: 'dev' }), context))).toHaveLength(3);
    expect(await Array.fromAsync(provider.versions(config('a.md', { ref: first }), context))).toHaveLength(1);
    expect(await Array.fromAsync(provider.versions(config('none.md'), context))).toEqual([]);
  });

  it('take one request per 100 commits, sent only when they are read', async () => {
    await using started = await startProvider({});
    const { repository, provider, config, calls } = started;
    for (let index = 0; index < 205; index += 1) repository.commit({ 'a.md': `${index}\n` });
    for await (const _ of provider.versions(config('a.md'), context)) break;
    expect(calls()).toHaveLength(1);
    expect(await Array.fromAsync(provider.versions(config('a.md'), context))).toHaveLength(205);
    expect(calls()).toHaveLength(4);
  });
});

describe('describe', () => {
  const ids = Array.from({ length: 120 }, (_, index) => `p${index}`);
  const files = Object.fromEntries(ids.map((id) => [`${id}.md`, `${id}\n`]));

  it('returns the commit that last changed each file, with one query per 50 files', async () => {
    await using started = await startProvider(files);
    const { repository, provider, config, calls } = started;
    const last = repository.commit({ 'p7.md': 'seven\n' }, { message: 'Change seven\n\nIn detail.', date: january(9) });
    const facts = await provider.describe(
      [...ids, 'none'].map((id) => config(`${id}.md`)),
      context,
    );
    expect(facts[7]).toEqual({
      version: last,
      metadata: {
        author: 'ada',
        updatedAt: '2026-01-09T00:00:00Z',
        message: 'Change seven',
        commitUri: expect.stringContaining(last),
      },
    });
    expect(facts[8]).toMatchObject({ version: repository.find(last)?.parents[0] });
    expect(facts[120]).toMatchObject({ code: 'NOT_FOUND' });
    expect(calls()).toEqual(['api /graphql 200', 'api /graphql 200', 'api /graphql 200']);
  });

  it('returns the same for few files, for a branch or a tag, and without credentials', async () => {
    await using started = await startProvider({ ...files });
    const { repository, fake, provider, config } = started;
    repository.tag('v1', undefined, { annotated: true });
    const many = await provider.describe(
      ids.map((id) => config(`${id}.md`, { ref: 'v1' })),
      context,
    );
    const few = await provider.describe([config('p7.md', { branch: 'main' })], context);
    expect(many[7]).toEqual(few[0]);
    const withMissing = await provider.describe([config('p7.md'), config('p7.md', { repo: 'company/none' })], context);
    expect(withMissing).toMatchObject([{ version: expect.any(String) }, { code: 'NOT_FOUND' }]);
    const open = fake.repository('company/open');
    open.commit(files);
    const anonymous = ids.slice(0, 10).map((id) => config(`${id}.md`, { repo: 'company/open', auth: undefined }));
    const all = ids.map((id) => config(`${id}.md`, { repo: 'company/open', auth: undefined }));
    await expect(provider.describe(all, context)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    expect(await provider.describe(anonymous, context)).toMatchObject(
      anonymous.map(() => ({ metadata: { author: 'ada' } })),
    );
  });

  it.each([1, 4])(
    'returns the reason for a repository that refuses, and the facts of the others (%i files of each)',
    async (count) => {
      await using started = await startProvider(files);
      const { fake, provider, config } = started;
      const other = fake.repository('company/other', { private: true });
      other.commit(files);
      const token = fake.token({ repositories: 'all' });
      fake.fail(refusals.ipAllowList, { path: '/repos/company/other/' });
      const paths = ids.slice(0, count).map((id) => `${id}.md`);
      const configs = ['company/ai-prompts', 'company/other'].flatMap((repo) =>
        paths.map((path) => config(path, { repo, auth: { token }, ref: repo === 'company/other' ? 'v1' : 'main' })),
      );
      const facts = await provider.describe(configs, context);
      const refused = { code: 'FORBIDDEN', message: expect.stringContaining('has an IP allow list enabled') };
      expect(facts).toMatchObject([...paths.map(() => ({ version: expect.any(String) })), ...paths.map(() => refused)]);
    },
  );

  it('returns NOT_FOUND for a deleted file, alone and with others', async () => {
    await using started = await startProvider({ ...files, 'folder/a.md': 'A\n' });
    const { repository, provider, config } = started;
    repository.commit({ 'p1.md': null, 'folder/a.md': null });
    const paths = ['p1.md', 'folder/a.md', 'p2.md', 'p3.md'];
    const expected = [{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }, { version: expect.any(String) }];
    for (const count of [3, 4]) {
      const facts = await provider.describe(
        paths.slice(0, count).map((path) => config(path)),
        context,
      );
      expect(facts.slice(0, 3)).toMatchObject(expected);
    }
  });

  it('sets the metadata of version: auto after the text is served, and again when it changes', async () => {
    await using started = await startProvider({ 'a.md': 'one\n', 'b.md': 'b\n' });
    const { repository, config } = started;
    const first = repository.find('HEAD')?.sha;
    await using prompts = await createPrompts({
      systemPrompts: {
        a: { provider: 'github', config: config('a.md'), metadata: { version: 'auto', category: 'x' } },
        b: { provider: 'github', config: config('b.md') },
      },
      providers: [github({ allowHosts: ['127.0.0.1'] })],
    });
    expect((await prompts.get('a')).metadata.category).toBe('x');
    const metadataOf = async (commit: string | undefined) => {
      while (prompts.peek('a')?.metadata.version !== commit) await new Promise(setImmediate);
      return prompts.peek('a')?.metadata;
    };
    expect(await metadataOf(first)).toMatchObject({ author: 'ada', message: 'Edit prompts', category: 'x' });
    expect(prompts.peek('b')?.metadata).toEqual({});
    const second = repository.commit({ 'a.md': 'two\n' }, { message: 'Say two' });
    await prompts.refresh('a');
    expect(await metadataOf(second)).toMatchObject({ message: 'Say two' });
  });
});
