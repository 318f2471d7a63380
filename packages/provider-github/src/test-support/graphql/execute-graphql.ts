import { type DocumentNode, execute, GraphQLError, parse, validate } from 'graphql';
import { ApiError } from '../api-error.ts';
import { type Answer, type Call, json } from '../responses/api-response.ts';
import type { Cost } from './git-object.ts';
import { pointsOf, rootValue } from './resolvers.ts';
import { schema } from './schema.ts';

/** Answers a GraphQL query: with 200 whatever is wrong with it, as GitHub does, unless nobody says who asks. */
export async function executeGraphql(call: Call): Promise<Answer> {
  const { credential } = call;
  if (credential.kind === 'anonymous') throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  if (credential.quotas.graphql.remaining <= 0) {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' }];
    return { ...json({ errors }), cost: 0 };
  }
  const { query, variables } = bodyOf(call.body);
  const document = parseQuery(query);
  const errors = document instanceof GraphQLError ? [document] : validate(schema, document);
  if (document instanceof GraphQLError || errors.length > 0) return json({ errors });
  const cost: Cost = { connections: 0 };
  const result = await execute({ schema, document, rootValue: rootValue(call, cost), variableValues: variables });
  return { ...json(withTypes(result)), cost: pointsOf(cost) };
}

function bodyOf(body: string): { readonly query: string; readonly variables: Record<string, unknown> } {
  try {
    const { query, variables } = JSON.parse(body) as { query?: unknown; variables?: Record<string, unknown> };
    if (typeof query === 'string') return { query, variables: variables ?? {} };
  } catch {
    // Told below, as any other body that holds no query.
  }
  throw new ApiError(400, 'Problems parsing JSON');
}

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    return error as GraphQLError;
  }
}

/** GitHub has an error's type beside its message, where others have extensions. */
function withTypes({ data, errors }: Awaited<ReturnType<typeof execute>>): object {
  const typed = errors?.map(({ message, path, locations, extensions: { type } }) => ({
    type,
    path,
    locations,
    message,
  }));
  return { data, ...(typed && { errors: typed }) };
}
