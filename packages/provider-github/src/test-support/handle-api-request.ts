import type { Credential } from './accounts/credential.ts';
import { ApiError } from './api-error.ts';
import { executeGraphql } from './graphql/execute-graphql.ts';
import type { ApiCall } from './responses/api-call.ts';
import { type ApiResponse, jsonResponse } from './responses/api-response.ts';
import { route } from './responses/routes.ts';
import { toHttpResponse } from './responses/to-http-response.ts';
import type { State } from './state.ts';

/** Handles REST and GraphQL requests, at the paths of github.com and of GitHub Enterprise Server. */
export async function handleApiRequest(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (!request.headers.get('user-agent')) return missingUserAgent();
  const [, prefix = '', path = '/'] = /^(\/api\/v3|\/api(?=\/graphql$))?(\/.*)?$/.exec(url.pathname) ?? [];
  const isGraphql = request.method === 'POST' && path === '/graphql';
  const resource = isGraphql ? 'graphql' : 'core';
  let credential = state.accounts.anonymous;
  let response: ApiResponse;
  try {
    const authorization = request.headers.get('authorization');
    credential = state.accounts.authenticate(authorization);
    assertWithinLimits(state, credential, path, isGraphql);
    const call: ApiCall = {
      state,
      credential,
      authorization,
      query: url.searchParams,
      accept: request.headers.get('accept') ?? '',
      apiUrl: `${url.origin}${prefix}`,
      body: await request.text(),
    };
    response = isGraphql ? await executeGraphql(call) : route(call, request.method, path);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    response = jsonResponse(error.toJson(), error.status, error.headers);
  }
  return toHttpResponse(response, request, { credential, resource, nowMs: state.now() });
}

function assertWithinLimits(state: State, { token, kind, quotas }: Credential, path: string, isGraphql: boolean): void {
  const secondary = state.findSecondaryLimit(token);
  if (secondary !== undefined) {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    const { retryAfterSeconds, status } = secondary;
    throw new ApiError(
      status,
      message,
      retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } },
    );
  }
  // GraphQL reports its own limit, with status 200.
  if (isGraphql || path === '/rate_limit' || kind === 'app' || quotas.core.remaining > 0) return;
  throw new ApiError(403, `API rate limit exceeded for ${kind === 'anonymous' ? '127.0.0.1' : 'user ID 1'}.`);
}

function missingUserAgent(): Response {
  const text = 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n';
  return new Response(text, { status: 403, headers: { 'content-type': 'text/html' } });
}
