import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, startFakeGitHub } from '../fake-github.ts';
import type { FakeRepository } from '../fake-repository.ts';

let github: FakeGitHub;
let repository: FakeRepository;
let token: string;

beforeEach(async () => {
  github = await startFakeGitHub();
  repository = github.repository('company/ai-prompts', { private: true });
  repository.commit({ 'a.md': 'Hello', 'b.png': Buffer.from([0, 1]) }, { message: 'Add a\n\nMore.' });
  repository.commit({ 'b.png': Buffer.from([0, 2]) });
  token = github.token({ repositories: [repository] });
});
afterEach(() => github.close());

async function query(
  text: string,
  variables: object = {},
  headers: Record<string, string> = { authorization: `bearer ${token}` },
) {
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: text, variables }),
  });
  return { status: response.status, body: (await response.json()) as unknown, headers: response.headers };
}

test('one query returns texts and the commits that last changed them', async () => {
  const text = `query ($owner: String!, $name: String!) {
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
  const { body } = await query(text, { owner: 'company', name: 'ai-prompts' });
  const oid = repository.find('main')?.sha;
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

test('queries have a quota of their own', async () => {
  const { headers } = await query('{ rateLimit { cost } }');
  expect(headers.get('x-ratelimit-resource')).toBe('graphql');
  expect(headers.get('x-ratelimit-remaining')).toBe('4999');
  github.limit({ kind: 'primary', token, resetAtMs: github.now() + 60_000, resource: 'graphql' });
  expect(await query('{ rateLimit { cost } }')).toMatchObject({
    status: 200,
    body: { errors: [{ type: 'RATE_LIMITED' }] },
  });
});

test('failures have status 200, except for anonymous callers', async () => {
  expect((await query('{ rateLimit { cost } }', {}, {})).status).toBe(401);
  expect(await query('{ x: repository(owner: "company", name: "none") { id } }')).toMatchObject({
    status: 200,
    body: {
      data: { x: null },
      errors: [
        { type: 'NOT_FOUND', path: ['x'], message: "Could not resolve to a Repository with the name 'company/none'." },
      ],
    },
  });
  expect(await query('{ nothing }')).toMatchObject({
    status: 200,
    body: { errors: [{ message: expect.any(String) }] },
  });
  expect(await query('{')).toMatchObject({ status: 200, body: { errors: [{ message: expect.any(String) }] } });
});

test('octokit can send queries, even at the paths of Enterprise Server', async () => {
  for (const baseUrl of [github.url, github.enterpriseUrl]) {
    const octokit = new Octokit({ baseUrl, auth: token });
    const data = await octokit.graphql('{ repository(owner: "company", name: "ai-prompts") { name } }');
    expect(data).toEqual({ repository: { name: 'ai-prompts' } });
  }
});
