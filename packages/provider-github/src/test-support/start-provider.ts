import type { LoadContext } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { github } from '../github.ts';
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from './fake-github.ts';
import type { FileChange } from './git/edit-tree.ts';

export const context: LoadContext = {
  signal: new AbortController().signal,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
};

export type StartedProvider = Awaited<ReturnType<typeof startProvider>>;

/** A private repository with these files, a token that reads it, and the provider. */
export async function startProvider(files: Readonly<Record<string, FileChange>>, options: FakeGitHubOptions = {}) {
  const fake = await startFakeGitHub(options);
  const repository = fake.repository('company/ai-prompts', { private: true });
  if (Object.keys(files).length > 0) repository.commit(files);
  const token = fake.token({ repositories: [repository] });
  const provider = github({ allowHosts: ['127.0.0.1'] }) as Required<ReturnType<typeof github>>;
  const config = (path: string, more: Partial<ParsedConfig> = {}): ParsedConfig => ({
    repo: 'company/ai-prompts',
    path,
    baseUrl: fake.url,
    auth: { token },
    ...more,
  });
  const load = (path: string, more?: Partial<ParsedConfig>) => provider.load(config(path, more), context);
  const close = async () => {
    await provider.close();
    await fake.close();
  };
  return {
    fake,
    repository,
    token,
    provider,
    config,
    load,
    /** Both ways to read: alone, and together with a neighbour. Must agree. */
    async loadBothWays(path: string, more?: Partial<ParsedConfig>) {
      const alone = await load(path, more).catch((error: unknown) => error);
      const [together] = await provider.loadMany([config(path, more), config('README.md', more)], context);
      return [alone, together];
    },
    calls: () => listCalls(fake),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Every call so far: host, path without query, status. */
export function listCalls(fake: FakeGitHub): string[] {
  return fake.requests.map(({ host, request: { path, status } }) => `${host} ${path.split('?')[0]} ${status}`);
}
