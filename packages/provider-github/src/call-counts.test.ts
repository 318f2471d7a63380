import { createPrompts, type ProviderEntry } from '@prompts/core';
import { fakeClock } from '@prompts/provider-testkit';
import { describe, expect, it } from 'vitest';
import { github } from './github.ts';
import { startFakeGitHub } from './test-support/fake-github.ts';

const count = 1000;
const ids = Array.from({ length: count }, (_, index) => `p${index}`);
const files = Object.fromEntries(ids.map((id) => [`prompts/${id}.md`, `Text of ${id}, {{name}}.\n`]));

async function startRepository() {
  const fake = await startFakeGitHub();
  const repository = fake.repository('company/ai-prompts', { private: true });
  repository.commit({ ...files, 'src/index.ts': 'export {};\n' });
  const token = fake.token({ repositories: [repository] });
  const access = { repo: 'company/ai-prompts', baseUrl: fake.url, auth: { token } };
  let reported = 0;
  return {
    fake,
    repository,
    access,
    /** Returns the requests since the last call. */
    takeCalls() {
      const all = fake.requests;
      const calls = all
        .slice(reported)
        .map(({ host, request }) => `${host} ${request.method} ${request.path.split('?')[0]} ${request.status}`);
      reported = all.length;
      return calls;
    },
  };
}

function maskShas(calls: readonly string[]): string[] {
  return calls.map((call) => call.replace(/[0-9a-f]{40}/, '<sha>'));
}

const tree = 'api GET /repos/company/ai-prompts/git/trees/HEAD';
const archive = ['api GET /repos/company/ai-prompts/tarball/HEAD 302', expect.stringMatching(/^archive GET .* 200$/)];
const blob = 'api GET /repos/company/ai-prompts/git/blobs/<sha> 200';

describe(`${count} files of one repository`, () => {
  it('as entries take 3 requests cold, 1 conditional one if nothing changed, at most 3 + k if k changed', async () => {
    const { fake, repository, access, takeCalls } = await startRepository();
    const clock = fakeClock();
    const entry = (id: string): [string, ProviderEntry] => [
      id,
      { provider: 'github', config: { ...access, path: `prompts/${id}.md` } },
    ];
    const prompts = await createPrompts({
      systemPrompts: Object.fromEntries(ids.map(entry)),
      providers: [github({ allowHosts: ['127.0.0.1'] })],
      cache: { ttl: 60 },
      clock,
    });
    const texts = await Promise.all(ids.map((id) => prompts.render(id, { name: 'Ada' })));
    expect(texts[999]).toBe('Text of p999, Ada.\n');
    expect(takeCalls()).toEqual([`${tree} 200`, ...archive]);

    expect((await prompts.refresh()).unchanged).toHaveLength(count);
    expect(takeCalls()).toEqual([`${tree} 304`]);

    repository.commit({ 'src/index.ts': 'export const a = 1;\n' });
    expect((await prompts.refresh()).unchanged).toHaveLength(count);
    expect(takeCalls()).toEqual([`${tree} 200`]);

    repository.commit({ 'prompts/p1.md': 'One.\n', 'prompts/p2.md': 'Two.\n', 'prompts/p3.md': 'Three.\n' });
    expect((await prompts.refresh()).changed).toEqual(['p1', 'p2', 'p3']);
    const calls = maskShas(takeCalls());
    expect(calls).toEqual([`${tree} 200`, `${tree} 304`, blob, blob, blob]);
    expect(calls.length).toBeLessThanOrEqual(6);

    repository.commit({ 'prompts/p7.md': null });
    expect((await prompts.refresh()).failed).toMatchObject([{ name: 'p7', error: { code: 'NOT_FOUND' } }]);
    expect((await prompts.get('p7')).state).toBe('stale');
    await prompts.close();
    await fake.close();
  });

  it('as a collection take the same', async () => {
    const { fake, repository, access, takeCalls } = await startRepository();
    const prompts = await createPrompts({
      systemPrompts: { 'team/*': { provider: 'github', config: { ...access, path: 'prompts/*.md' } } },
      providers: [github({ allowHosts: ['127.0.0.1'] })],
    });
    expect((await prompts.get('team/p999')).content).toBe('Text of p999, {{name}}.\n');
    await Promise.all(ids.map((id) => prompts.get(`team/${id}`)));
    expect(prompts.list()).toHaveLength(count);
    expect(takeCalls()).toEqual([`${tree} 200`, ...archive]);

    expect((await prompts.refresh()).unchanged).toHaveLength(count);
    expect(takeCalls()).toEqual([`${tree} 304`]);

    repository.commit({ 'prompts/p1.md': 'One.\n', 'prompts/p2.md': 'Two.\n', 'prompts/new.md': 'New.\n' });
    const { changed } = await prompts.refresh('team/*');
    expect(changed.toSorted()).toEqual(['team/new', 'team/p1', 'team/p2']);
    expect(maskShas(takeCalls())).toEqual([`${tree} 200`, `${tree} 304`, blob, blob, blob]);
    await prompts.close();
    await fake.close();
  });

  it('of a branch and a tag take the same for each', async () => {
    const { fake, repository, access, takeCalls } = await startRepository();
    repository.branch('dev');
    repository.tag('v1', undefined, { annotated: true });
    const entry = (ref: object) => ({
      provider: 'github' as const,
      config: { ...access, path: 'prompts/*.md', ...ref },
    });
    const prompts = await createPrompts({
      systemPrompts: { 'dev/*': entry({ branch: 'dev' }), 'v1/*': entry({ ref: 'v1' }) },
      providers: [github({ allowHosts: ['127.0.0.1'] })],
    });
    await Promise.all(ids.flatMap((id) => [prompts.get(`dev/${id}`), prompts.get(`v1/${id}`)]));
    expect(takeCalls()).toHaveLength(6);
    expect((await prompts.refresh()).unchanged).toHaveLength(2 * count);
    expect(takeCalls().every((call) => call.endsWith(' 304'))).toBe(true);
    await prompts.close();
    await fake.close();
  });

  it('of one commit are never requested again', async () => {
    const { fake, repository, access, takeCalls } = await startRepository();
    const ref = repository.find('HEAD')?.sha as string;
    const prompts = await createPrompts({
      systemPrompts: Object.fromEntries(
        ids
          .slice(0, 50)
          .map((id) => [id, { provider: 'github', config: { ...access, ref, path: `prompts/${id}.md` } }]),
      ),
      providers: [github({ allowHosts: ['127.0.0.1'] })],
    });
    await Promise.all(ids.slice(0, 50).map((id) => prompts.get(id)));
    takeCalls();
    expect((await prompts.refresh()).unchanged).toHaveLength(50);
    expect(takeCalls()).toEqual([]);
    await prompts.close();
    await fake.close();
  });
});

it('a check that finds no change uses no quota', async () => {
  const { fake, access, takeCalls } = await startRepository();
  const prompts = await createPrompts({
    systemPrompts: { 'team/*': { provider: 'github', config: { ...access, path: 'prompts/*.md' } } },
    providers: [github({ allowHosts: ['127.0.0.1'] })],
    preload: false,
  });
  await prompts.get('team/p1');
  const before = prompts.status().sources[0]?.quota;
  expect(before).toMatchObject({ limit: 5000, remaining: 4999, resetAt: expect.any(Number) });
  takeCalls();
  await prompts.refresh();
  expect(takeCalls()).toEqual([`${tree} 304`]);
  expect(prompts.status().sources[0]?.quota).toMatchObject({ remaining: 4998 });
  await prompts.close();
  await fake.close();
});
