import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, startFakeGitHub } from '../fake-github.ts';
import type { FakeRepository } from '../fake-repository.ts';

let github: FakeGitHub;
let repo: FakeRepository;
let token: string;

beforeEach(async () => {
  github = await startFakeGitHub();
  repo = github.repository('company/ai-prompts', { private: true });
  repo.commit({ 'a.md': 'Hello', 'b.png': Buffer.from([0, 1]) }, { message: 'Add a\n\nMore.' });
  repo.commit({ 'b.png': Buffer.from([0, 2]) });
  token = github.token({ repositories: [repo] });
});
afterEach(() => github.close());

async function ask(
  query: string,
  variables: object = {},
  headers: Record<string, string> = { authorization: `bearer ${token}` },
) {
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: (await response.json()) as unknown, headers: response.headers };
}

test('texts, and who changed them last, in one query', async () => {
  const query = `query ($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      nameWithOwner
      defaultBranchRef { name target { oid ... on Commit { history(first: 1, path: "a.md") { nodes { messageHeadline author { name user { login } } } } } } }
      a: object(expression: "main:a.md") { __typename oid ... on Blob { text byteSize isBinary isTruncated } }
      b: object(expression: "main:b.png") { ... on Blob { text isBinary } }
      none: object(expression: "main:none.md") { oid }
      ref(qualifiedName: "refs/heads/main") { target { oid } }
    }
    rateLimit { limit cost remaining resetAt }
  }`;
  const { body } = await ask(query, { owner: 'company', name: 'ai-prompts' });
  const oid = repo.find('main')?.sha;
  expect(body).toMatchObject({
    data: {
      repository: {
        nameWithOwner: 'company/ai-prompts',
        defaultBranchRef: {
          name: 'main',
          target: {
            oid,
            history: {
              nodes: [{ messageHeadline: 'Add a', author: { name: 'Ada Lovelace', user: { login: 'ada' } } }],
            },
          },
        },
        a: {
          __typename: 'Blob',
          oid: '5ab2f8a4323abafb10abb68657d9d39f1a775057',
          text: 'Hello',
          byteSize: 5,
          isBinary: false,
          isTruncated: false,
        },
        b: { text: null, isBinary: true },
        none: null,
        ref: { target: { oid } },
      },
      rateLimit: { limit: 5000, cost: 1, remaining: 4999 },
    },
  });
});

test('a quota of its own', async () => {
  const { headers } = await ask('{ rateLimit { cost } }');
  expect(headers.get('x-ratelimit-resource')).toBe('graphql');
  expect(headers.get('x-ratelimit-remaining')).toBe('4999');
  github.limit({ kind: 'primary', token, resetAt: github.now() + 60_000, resource: 'graphql' });
  expect(await ask('{ rateLimit { cost } }')).toMatchObject({
    status: 200,
    body: { errors: [{ type: 'RATE_LIMITED' }] },
  });
});

test('what is wrong is said with 200, except who asks', async () => {
  expect((await ask('{ rateLimit { cost } }', {}, {})).status).toBe(401);
  expect(await ask('{ x: repository(owner: "company", name: "none") { id } }')).toMatchObject({
    status: 200,
    body: {
      data: { x: null },
      errors: [
        { type: 'NOT_FOUND', path: ['x'], message: "Could not resolve to a Repository with the name 'company/none'." },
      ],
    },
  });
  expect(await ask('{ nothing }')).toMatchObject({ status: 200, body: { errors: [{ message: expect.any(String) }] } });
  expect(await ask('{')).toMatchObject({ status: 200, body: { errors: [{ message: expect.any(String) }] } });
});

test("octokit's own client asks, on Enterprise Server too", async () => {
  for (const baseUrl of [github.url, github.enterpriseUrl]) {
    const octokit = new Octokit({ baseUrl, auth: token });
    const answer = await octokit.graphql('{ repository(owner: "company", name: "ai-prompts") { name } }');
    expect(answer).toEqual({ repository: { name: 'ai-prompts' } });
  }
});
