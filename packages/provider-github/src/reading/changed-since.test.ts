import type { PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { context, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

async function loadAll({ provider }: StartedProvider, configs: readonly ParsedConfig[]) {
  const templates = await Promise.all(configs.map((config) => provider.load(config, context)));
  return configs.map((config, index) => ({ config, template: templates[index] as PromptTemplate }));
}

describe('changedSince', () => {
  it('returns the files that changed or were removed on each branch, and never those of a commit', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'b.md': 'B\n', 'c.md': 'C\n' });
    const { repository, provider, config, calls } = started;
    const commit = repository.find('HEAD')?.sha as string;
    repository.branch('dev');
    const entries = await loadAll(started, [
      config('a.md'),
      config('b.md'),
      config('c.md'),
      config('a.md', { branch: 'dev' }),
      config('a.md', { ref: commit }),
    ]);
    repository.commit({ 'a.md': 'changed\n', 'c.md': null });
    const before = calls().length;
    expect(await provider.changedSince(entries, context)).toEqual([0, 2]);
    expect(calls().slice(before)).toHaveLength(2);
    repository.commit({ 'a.md': 'changed too\n' }, { branch: 'dev' });
    expect(await provider.changedSince(entries, context)).toEqual([0, 2, 3]);
  });

  it('compares with the version of the entry, not with the last response', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { repository, provider, config } = started;
    const entries = await loadAll(started, [config('a.md')]);
    repository.commit({ 'a.md': 'changed\n' });
    for (let round = 0; round < 3; round += 1) expect(await provider.changedSince(entries, context)).toEqual([0]);
  });

  it('reports the entries of a failing repository, and checks the others', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, provider, config } = started;
    const other = fake.repository('company/other');
    other.commit({ 'a.md': 'A\n' });
    const entries = await loadAll(started, [config('a.md'), config('a.md', { repo: 'company/other' })]);
    other.remove();
    expect(await provider.changedSince(entries, context)).toEqual([1]);
    expect(
      await provider.loadMany(
        entries.map(({ config }) => config),
        context,
      ),
    ).toMatchObject([{ content: 'A\n' }, { code: 'NOT_FOUND' }]);
  });

  it('fails after one request while the source is down, so that core backs off once', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'b.md': 'B\n' });
    const { fake, provider, config, calls } = started;
    const entries = await loadAll(started, [config('a.md'), config('b.md')]);
    fake.fail({ kind: 'status', status: 503 });
    const before = calls().length;
    await expect(provider.changedSince(entries, context)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(calls().slice(before)).toHaveLength(1);
  });
});
