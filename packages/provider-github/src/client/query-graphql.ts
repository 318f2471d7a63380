import type { LoadContext } from '@prompts/core';
import { githubError } from '../github-error.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { GitHubClient } from './github-client.ts';
import { toHeaders, toOneLine } from './request-failure.ts';

interface GraphqlBody<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
}

/**
 * Sends one GraphQL query.
 * @param what What is queried, for errors.
 * @returns The data of the response. Objects that GitHub doesn't have are `null` in it.
 * @throws `FORBIDDEN` if the token may not read an object; `UNAVAILABLE` if the response has no data.
 */
export async function queryGraphql<Data>(
  body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  what: string,
  client: GitHubClient,
  context: LoadContext,
): Promise<Data> {
  const response = await client.send(
    (request, common) => request({ method: 'POST', url: client.graphqlUrl, ...body, ...common }),
    { what, resource: 'graphql' },
    context,
  );
  const { data, errors = [] } = (response.data ?? {}) as GraphqlBody<Data>;
  const refusal = errors.find(({ type }) => type === 'FORBIDDEN');
  if (refusal) {
    const reason = describeRefusal({ headers: toHeaders(response), message: toOneLine(refusal.message ?? '') });
    throw githubError('FORBIDDEN', `GitHub's GraphQL API refused a query for ${what}: ${reason}`);
  }
  if (data) return data;
  throw githubError('UNAVAILABLE', `a query to GitHub's GraphQL API failed: ${errors[0]?.type ?? 'no reason given'}`);
}
