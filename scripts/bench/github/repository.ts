import { type FakeGitHub, startFakeGitHub } from '../../../packages/provider-github/src/test-support/fake-github.ts';
import { promptTexts } from '../prompt-texts.ts';
import type { Access, Strategy } from './strategy.ts';

/** The requests to GitHub, and their cost. */
export interface Traffic {
  readonly calls: number;
  /** The bytes of all responses as transferred, headers included. */
  readonly bytes: number;
  /** The requests counted by the REST rate limit, plus the points counted by the GraphQL rate limit. */
  readonly quota: number;
}

const owner = 'company';
const repo = 'ai-prompts';

/**
 * Starts a fake GitHub on loopback, with a repository of 1,000 prompts.
 * @param latencyMs The delay of each response.
 */
export async function startGitHub(latencyMs: number) {
  const fake = await startFakeGitHub({ latencyMs });
  const repository = fake.repository(`${owner}/${repo}`, { private: true });
  const { kind, texts } = promptTexts(1_000);
  const contents = new Map(texts.map((text, index) => [`prompts/p${index}.md`, text]));
  repository.commit(Object.fromEntries(contents));
  return {
    /** A description of the texts. */
    kind,
    /** Creates an access with a new token. */
    access(): Access {
      const token = fake.token({ repositories: [repository] });
      return { baseUrl: fake.url, token, owner, repo, paths: [...contents.keys()] };
    },
    /** Commits a change of each of these files. */
    edit(paths: readonly string[]): void {
      for (const path of paths) contents.set(path, `${contents.get(path)}Mind the edit.\n`);
      repository.commit(Object.fromEntries(paths.map((path) => [path, contents.get(path) as string])));
    },
    /** @throws If a strategy has not loaded the texts as they are in the repository. */
    check(strategy: Strategy, paths: readonly string[]): void {
      const wrong = paths.find((path) => strategy.text(path) !== contents.get(path));
      if (wrong !== undefined)
        throw new Error(`${strategy.what} has loaded another text of ${wrong} than the repository has`);
    },
    /** Measures the requests of `work`, which uses this token. */
    async measure(token: string, work: () => Promise<void>): Promise<Traffic> {
      const quotaBefore = await getUsedQuota(fake, token);
      const callsBefore = fake.requests.length;
      await work();
      const requests = fake.requests.slice(callsBefore);
      return {
        calls: requests.length,
        bytes: requests.reduce((sum, { request }) => sum + request.bytes, 0),
        quota: (await getUsedQuota(fake, token)) - quotaBefore,
      };
    },
    close: () => fake.close(),
  };
}

/** Returns the used quota as GitHub reports it. This request is free. */
async function getUsedQuota(fake: FakeGitHub, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'bench' };
  const response = await fetch(`${fake.url}/rate_limit`, { headers });
  const { resources } = (await response.json()) as { resources: Record<'core' | 'graphql', { used: number }> };
  return resources.core.used + resources.graphql.used;
}
