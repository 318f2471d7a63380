import type { Credential } from './accounts/credential.ts';
import { ApiError } from './api-error.ts';
import { executeGraphql } from './graphql/execute-graphql.ts';
import { type Answer, type Call, json } from './responses/api-response.ts';
import { route } from './responses/routes.ts';
import { toHttpResponse } from './responses/to-http-response.ts';
import type { State } from './state.ts';

/** Answers whatever comes to the API, REST and GraphQL, at its root and where Enterprise Server has it. */
export async function handleApiRequest(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (!request.headers.get('user-agent')) return noUserAgent();
  const [, prefix = '', path = '/'] = /^(\/api\/v3|\/api(?=\/graphql$))?(\/.*)?$/.exec(url.pathname) ?? [];
  const isGraphql = request.method === 'POST' && path === '/graphql';
  const resource = isGraphql ? 'graphql' : 'core';
  let credential = state.accounts.anonymous;
  let answer: Answer;
  try {
    const authorization = request.headers.get('authorization');
    credential = state.accounts.authenticate(authorization);
    checkLimits(state, credential, path, isGraphql);
    const call: Call = {
      state,
      credential,
      authorization,
      query: url.searchParams,
      accept: request.headers.get('accept') ?? '',
      apiUrl: `${url.origin}${prefix}`,
      body: await request.text(),
    };
    answer = isGraphql ? await executeGraphql(call) : route(call, request.method, path);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer = json(error.toJson(), error.status, error.headers);
  }
  return toHttpResponse(answer, request, { credential, resource, now: state.now() });
}

function checkLimits(state: State, { token, kind, quotas }: Credential, path: string, isGraphql: boolean): void {
  const secondary = state.secondaryLimit(token);
  if (secondary !== undefined) {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    const { retryAfter, status } = secondary;
    throw new ApiError(
      status,
      message,
      retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } },
    );
  }
  // GraphQL tells of its own limit with a 200.
  if (isGraphql || path === '/rate_limit' || kind === 'app' || quotas.core.remaining > 0) return;
  throw new ApiError(403, `API rate limit exceeded for ${kind === 'anonymous' ? '127.0.0.1' : 'user ID 1'}.`);
}

function noUserAgent(): Response {
  const text = 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n';
  return new Response(text, { status: 403, headers: { 'content-type': 'text/html' } });
}
