import { type DocumentNode, execute, GraphQLError, parse, validate } from 'graphql';
import { ApiError } from '../api-error.ts';
import type { ApiCall } from '../responses/api-call.ts';
import { type ApiResponse, jsonResponse } from '../responses/api-response.ts';
import type { Cost } from './git-object.ts';
import { computePoints, createRootValue } from './resolvers.ts';
import { schema } from './schema.ts';

/** Executes a GraphQL query. As at GitHub, every failure has status 200, except for an anonymous caller. */
export async function executeGraphql(call: ApiCall): Promise<ApiResponse> {
  const { credential } = call;
  if (credential.kind === 'anonymous') throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  if (credential.quotas.graphql.remaining <= 0) {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' }];
    return { ...jsonResponse({ errors }), cost: 0 };
  }
  const { query, variables } = parseBody(call.body);
  const document = parseQuery(query);
  const errors = document instanceof GraphQLError ? [document] : validate(schema, document);
  if (document instanceof GraphQLError || errors.length > 0) return jsonResponse({ errors });
  const cost: Cost = { connections: 0 };
  const result = await execute({ schema, document, rootValue: createRootValue(call, cost), variableValues: variables });
  return { ...jsonResponse(moveErrorTypes(result)), cost: computePoints(cost) };
}

function parseBody(body: string): { readonly query: string; readonly variables: Record<string, unknown> } {
  try {
    const { query, variables } = JSON.parse(body) as { query?: unknown; variables?: Record<string, unknown> };
    if (typeof query === 'string') return { query, variables: variables ?? {} };
  } catch {
    // Reported below, like any other body without a query.
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

/** GitHub returns the type of an error next to its message, not in `extensions`. */
function moveErrorTypes({ data, errors }: Awaited<ReturnType<typeof execute>>): object {
  const typed = errors?.map(({ message, path, locations, extensions: { type } }) => ({
    type,
    path,
    locations,
    message,
  }));
  return { data, ...(typed && { errors: typed }) };
}
