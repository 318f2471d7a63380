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

/** Starts a fake GitHub with a private repository of the given files, and creates a provider and a token that can read it. */
export async function startProvider(files: Readonly<Record<string, FileChange>>, options: FakeGitHubOptions = {}) {
  const fake = await startFakeGitHub(options);
  const repository = fake.repository('company/ai-prompts', { private: true });
  if (Object.keys(files).length > 0) repository.commit(files);
  const token = fake.token({ repositories: [repository] });
  const provider = github({ allowHosts: ['127.0.0.1'] }) as Required<ReturnType<typeof github>>;
  const config = (path: string, overrides: Partial<ParsedConfig> = {}): ParsedConfig => ({
    repo: 'company/ai-prompts',
    path,
    baseUrl: fake.url,
    auth: { token },
    ...overrides,
  });
  const load = (path: string, overrides?: Partial<ParsedConfig>) => provider.load(config(path, overrides), context);
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
    /** Reads a file in both ways: alone, and together with README.md. The results must be equal. */
    async loadBothWays(path: string, overrides?: Partial<ParsedConfig>) {
      const alone = await load(path, overrides).catch((error: unknown) => error);
      const configs = [config(path, overrides), config('README.md', overrides)];
      const [together] = await provider.loadMany(configs, context);
      return [alone, together];
    },
    calls: () => listCalls(fake),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Lists every request so far as `host path status`, without the query. */
export function listCalls(fake: FakeGitHub): string[] {
  return fake.requests.map(({ host, request: { path, status } }) => `${host} ${path.split('?')[0]} ${status}`);
}
