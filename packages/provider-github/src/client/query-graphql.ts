import type { LoadContext } from '@prompts/core';
import { githubError } from '../github-error.ts';
import type { GitHubClient } from './github-client.ts';

interface GraphqlBody<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly type?: string }[];
}

/**
 * Sends one GraphQL query.
 * @returns The data of the response. Objects that GitHub doesn't have are `null` in it.
 * @throws `FORBIDDEN` if the token may not read an object; `UNAVAILABLE` if the response has no data.
 */
export async function queryGraphql<Data>(
  body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  client: GitHubClient,
  context: LoadContext,
): Promise<Data> {
  const response = await client.send(
    (request, common) => request({ method: 'POST', url: client.graphqlUrl, ...body, ...common }),
    context,
    'graphql',
  );
  const { data, errors = [] } = (response.data ?? {}) as GraphqlBody<Data>;
  if (errors.some(({ type }) => type === 'FORBIDDEN')) {
    throw githubError(
      'FORBIDDEN',
      "the token may not read this repository through GitHub's GraphQL API: grant it the permission 'Contents: read'",
    );
  }
  if (data) return data;
  throw githubError('UNAVAILABLE', `a query to GitHub's GraphQL API failed: ${errors[0]?.type ?? 'no reason given'}`);
}
