import { type LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from './github-client.ts';

interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly type?: string }[];
}

/**
 * Asks one query. What it asked for and GitHub doesn't have is `null` in the answer.
 * @throws PromptError, where there is no answer at all.
 */
export async function queryGraphql<Data>(
  body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  client: GitHubClient,
  context: LoadContext,
): Promise<Data> {
  const answer = await client.ask(
    (request, common) => request({ method: 'POST', url: client.graphqlUrl, ...body, ...common }),
    context,
    'graphql',
  );
  const { data, errors = [] } = (answer.data ?? {}) as GraphqlAnswer<Data>;
  const isForbidden = errors.some(({ type }) => type === 'FORBIDDEN');
  if (data && !isForbidden) return data;
  const reason = isForbidden ? 'the token may not ask' : `the query failed (${errors[0]?.type ?? 'no reason given'})`;
  throw new PromptError(isForbidden ? 'FORBIDDEN' : 'UNAVAILABLE', `GitHub's GraphQL: ${reason}`, {
    provider: 'github',
  });
}
