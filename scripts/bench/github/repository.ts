import { type FakeGitHub, startFakeGitHub } from '../../../packages/provider-github/src/test-support/fake-github.ts';
import { promptTexts } from '../prompt-texts.ts';
import type { Access, Way } from './way.ts';

/** What was asked of GitHub, and what it took. */
export interface Traffic {
  readonly calls: number;
  /** Of all answers with their heads, as they went over the wire. */
  readonly bytes: number;
  /** Requests counted against REST's quota, and points against GraphQL's. */
  readonly quota: number;
}

const owner = 'company';
const repo = 'ai-prompts';

/**
 * A repository of 1,000 prompts on a GitHub of our own, on loopback.
 * @param latency How much later every answer comes, in ms.
 */
export async function startGitHub(latency: number) {
  const fake = await startFakeGitHub({ latencyMs: latency });
  const repository = fake.repository(`${owner}/${repo}`, { private: true });
  const { kind, texts } = promptTexts(1_000);
  const contents = new Map(texts.map((text, index) => [`prompts/p${index}.md`, text]));
  repository.commit(Object.fromEntries(contents));
  return {
    /** What the texts are, for people. */
    kind,
    /** With a token that nobody used before. */
    access(): Access {
      const token = fake.token({ repositories: [repository] });
      return { baseUrl: fake.url, token, owner, repo, paths: [...contents.keys()] };
    },
    /** Commits an edit of each of these files. */
    edit(paths: readonly string[]): void {
      for (const path of paths) contents.set(path, `${contents.get(path)}Mind the edit.\n`);
      repository.commit(Object.fromEntries(paths.map((path) => [path, contents.get(path) as string])));
    },
    /** @throws unless a way has every text as it is in the repository: what does less work proves nothing. */
    check(way: Way, paths: readonly string[]): void {
      const wrong = paths.find((path) => way.text(path) !== contents.get(path));
      if (wrong !== undefined) throw new Error(`${way.what} has another text of ${wrong} than the repository`);
    },
    /** What work with a token asks of GitHub while nobody else does. */
    async measure(token: string, work: () => Promise<void>): Promise<Traffic> {
      const quotaBefore = await quotaUsed(fake, token);
      const callsBefore = fake.requests.length;
      await work();
      const requests = fake.requests.slice(callsBefore);
      return {
        calls: requests.length,
        bytes: requests.reduce((sum, { request }) => sum + request.bytes, 0),
        quota: (await quotaUsed(fake, token)) - quotaBefore,
      };
    },
    close: () => fake.close(),
  };
}

/** As GitHub itself tells it; asking costs nothing. */
async function quotaUsed(fake: FakeGitHub, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'bench' };
  const answer = await fetch(`${fake.url}/rate_limit`, { headers });
  const { resources } = (await answer.json()) as { resources: Record<'core' | 'graphql', { used: number }> };
  return resources.core.used + resources.graphql.used;
}
