import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrompts, type TierOptions } from '@prompts/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { http } from './http.ts';
import { loadContext } from './test-support/load-context.ts';
import { type PageServer, startPageServer } from './test-support/page-server.ts';

let server: PageServer;
let folder: string;
beforeEach(async () => {
  server = await startPageServer();
  folder = await mkdtemp(join(tmpdir(), 'prompts-http-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function publish(index: unknown, pages: Readonly<Record<string, string>> = {}): void {
  server.pages.clear();
  server.pages.set('/team/index.json', { body: JSON.stringify(index) });
  for (const [path, body] of Object.entries(pages)) server.pages.set(path, { body });
}

async function openTeam(cache: TierOptions = {}) {
  const prompts = await createPrompts({
    systemPrompts: { 'team/*': { provider: 'http', config: { index: `${server.url}/team/` } } },
    providers: [http({ allowHosts: ['127.0.0.1'] })],
    preload: false,
    cache,
  });
  await prompts.refresh();
  const read = async () => {
    const names = prompts.list().map(({ name }) => name);
    const texts = await Promise.all(names.map(async (name) => (await prompts.get(name)).content));
    return Object.fromEntries(names.map((name, index) => [name, texts[index]]));
  };
  return { prompts, read, [Symbol.asyncDispose]: () => prompts.close() };
}

describe('a collection', () => {
  it('follows members that are added, changed and renamed', async () => {
    publish(['a.md', 'b.md'], { '/team/a.md': 'A', '/team/b.md': 'B' });
    await using team = await openTeam();
    expect(await team.read()).toEqual({ 'team/a': 'A', 'team/b': 'B' });

    publish(['a.md', 'b.md', 'c.md'], { '/team/a.md': 'A', '/team/b.md': 'B 2', '/team/c.md': 'C' });
    await team.prompts.refresh();
    expect(await team.read()).toEqual({ 'team/a': 'A', 'team/b': 'B 2', 'team/c': 'C' });

    publish(['a.md', 'b.md', 'd.md'], { '/team/a.md': 'A', '/team/b.md': 'B 2', '/team/d.md': 'C' });
    const { changed } = await team.prompts.refresh();
    expect(changed).toEqual(['team/d']);
    expect(await team.read()).toMatchObject({ 'team/a': 'A', 'team/b': 'B 2', 'team/d': 'C' });
  });

  it('reports a removed member, and keeps its last text readable', async () => {
    publish(['a.md', 'b.md'], { '/team/a.md': 'A', '/team/b.md': 'B' });
    await using team = await openTeam();
    const errors: string[] = [];
    team.prompts.on('error', ({ name, error }) => errors.push(`${name} ${error.code}`));
    publish(['a.md'], { '/team/a.md': 'A' });
    await team.prompts.refresh();
    expect(errors).toEqual(['team/b NOT_FOUND']);
    expect(await team.prompts.get('team/b')).toMatchObject({ content: 'B', state: 'stale' });
  });

  it('reads names with spaces and non-ASCII characters, encoded or not', async () => {
    publish(['Code Review.md', 'gr%C3%BC%C3%9Fe.md', '漢字.md'], {
      '/team/Code%20Review.md': 'R',
      '/team/gr%C3%BC%C3%9Fe.md': 'G',
      '/team/%E6%BC%A2%E5%AD%97.md': 'K',
    });
    await using team = await openTeam();
    expect(Object.values(await team.read()).sort()).toEqual(['G', 'K', 'R']);
    expect(await team.prompts.get('team/grüße')).toMatchObject({ content: 'G' });
    expect(await team.prompts.get('team/漢字')).toMatchObject({ content: 'K' });
  });

  it('is refused if its index is larger than 2 MiB', async () => {
    publish(Array.from({ length: 100_000 }, (_, index) => `prompt-number-${index}.md`));
    const provider = http({ allowHosts: ['127.0.0.1'] });
    const listing = provider.list?.({ index: `${server.url}/team/` }, loadContext());
    await expect(listing).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('more than 2097152 bytes'),
    });
    await provider.close?.();
  });

  it('requests its index conditionally, and no member that has not changed', async () => {
    publish(
      [
        { url: 'a.md', version: 1 },
        { url: 'b.md', version: 1 },
      ],
      { '/team/a.md': 'A', '/team/b.md': 'B' },
    );
    await using team = await openTeam();
    await team.read();
    const before = [server.requests.length, server.downloads()];
    await team.prompts.refresh();
    expect([server.requests.length, server.downloads()]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });

  it('gives its members the text of a version whose index was deployed first, even after a restart', async () => {
    const index = (version: number) => [{ url: 'a.md', version }];
    publish(index(1), { '/team/a.md': 'one' });
    const snapshot = join(folder, 'snapshot');
    {
      await using team = await openTeam({ snapshot });
      await team.read();
      publish(index(2), { '/team/a.md': 'one' });
      await team.prompts.refresh();
      expect(await team.prompts.get('team/a')).toMatchObject({ content: 'one', version: '1', state: 'fresh' });
      // A text that has not changed is not downloaded again.
      const downloads = server.downloads();
      await team.prompts.refresh();
      expect(server.downloads()).toBe(downloads);
    }
    await using team = await openTeam({ snapshot });
    expect((await team.prompts.get('team/a')).content).toBe('one');
    publish(index(2), { '/team/a.md': 'two' });
    await team.prompts.refresh();
    expect(await team.prompts.get('team/a')).toMatchObject({ content: 'two', state: 'fresh' });
    const requests = server.requests.length;
    await team.prompts.refresh();
    expect(server.requests).toHaveLength(requests + 1);
  });

  it('has every name of a text', async () => {
    const items = ['latest', 'v2'].map((name) => ({ name, url: 'v2.md', version: 2 }));
    publish(items, { '/team/v2.md': 'Two' });
    await using team = await openTeam();
    expect(await team.read()).toEqual({ 'team/latest': 'Two', 'team/v2': 'Two' });
  });

  it('serves a name that the index points elsewhere with its new text', async () => {
    const index = (production: string, canary: string) => [
      { name: 'production', url: production },
      { name: 'canary', url: canary },
    ];
    const pages = { '/team/1.md': 'One', '/team/2.md': 'Two', '/team/3.md': 'Three' };
    publish(index('1.md', '2.md'), pages);
    await using team = await openTeam();
    expect(await team.read()).toEqual({ 'team/production': 'One', 'team/canary': 'Two' });
    publish(index('2.md', '3.md'), pages);
    await team.prompts.refresh();
    expect(await team.read()).toEqual({ 'team/production': 'Two', 'team/canary': 'Three' });
  });

  it('names files that differ in their extension alone with it', async () => {
    publish(['review.md', 'review.txt', 'a.md'], {
      '/team/review.md': 'M',
      '/team/review.txt': 'T',
      '/team/a.md': 'A',
    });
    await using team = await openTeam();
    expect(await team.read()).toEqual({ 'team/review.md': 'M', 'team/review.txt': 'T', 'team/a': 'A' });
  });
});
