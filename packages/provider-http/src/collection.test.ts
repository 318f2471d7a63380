import { createPrompts } from '@prompts/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { http } from './http.ts';
import { loadContext } from './test-support/load-context.ts';
import { type PageServer, startPageServer } from './test-support/page-server.ts';

let server: PageServer;
beforeEach(async () => {
  server = await startPageServer();
});
afterEach(() => server.close());

function publish(index: unknown, pages: Readonly<Record<string, string>> = {}): void {
  server.pages.clear();
  server.pages.set('/team/index.json', { body: JSON.stringify(index) });
  for (const [path, body] of Object.entries(pages)) server.pages.set(path, { body });
}

async function openTeam() {
  const prompts = await createPrompts({
    systemPrompts: { 'team/*': { provider: 'http', config: { index: `${server.url}/team/` } } },
    providers: [http({ allowHosts: ['127.0.0.1'] })],
    preload: false,
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
});
