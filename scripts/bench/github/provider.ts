import { createPrompts, type Prompts } from '@prompts/core';
import { github } from '@prompts/provider-github';
import type { Access, Strategy } from './strategy.ts';

/** Uses @prompts/provider-github, with an entry for each file. */
export function provider({ baseUrl, token, owner, repo, paths }: Access): Strategy {
  const entry = (path: string) => ({
    provider: 'github' as const,
    config: { repo: `${owner}/${repo}`, path, baseUrl, auth: { token } },
  });
  let prompts: Prompts | undefined;
  return {
    what: '@prompts/provider-github',
    async load() {
      const created = await createPrompts({
        systemPrompts: Object.fromEntries(paths.map((path) => [path, entry(path)])),
        providers: [github({ allowHosts: ['127.0.0.1'] })],
      });
      prompts = created;
      await Promise.all(paths.map((path) => created.get(path)));
    },
    async refresh() {
      await prompts?.refresh();
    },
    text: (path) => prompts?.peek(path)?.content,
    close: async () => prompts?.close(),
  };
}
