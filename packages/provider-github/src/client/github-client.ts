import type { Octokit } from '@octokit/rest';
import { type LoadContext, PromptError, type SourceQuota } from '@prompts/core';
import { baseUrlOf, type GuardedFetch, rejectOnAbort } from '@prompts/provider-kit';
import type { ReadyOctokit } from '../config.ts';
import { githubError } from '../github-error.ts';
import type { Access } from './access.ts';
import { authorizationScheme, createAuthorization } from './authorization.ts';
import { errorFromFailure, errorFromNetwork, invalidResponse } from './errors.ts';
import { nameBaseUrl } from './name-base-url.ts';
import { createOctokitFactory } from './octokit-factory.ts';
import { RateLimits, type Resource } from './rate-limits.ts';
import { parseRequestFailure, toHeaders } from './request-failure.ts';

/** The parameters that every request needs. */
export interface CommonParameters {
  readonly headers: Record<string, string>;
  readonly request: { readonly signal: AbortSignal };
}

interface OctokitResponse {
  readonly headers: object;
  readonly data?: unknown;
}

/** A request, as errors and rate limits need to know it. */
export interface RequestOptions {
  /** What is requested, for errors: `'a.md' in company/ai-prompts`. */
  readonly what: string;
  /** The quota that the request counts against. Default: `core`. */
  readonly resource?: Resource;
  /** Whether it is redirected to another host, which knows neither the token nor the limits of the API. */
  readonly isRedirected?: boolean;
}

interface SendOptions extends RequestOptions {
  /** Makes the request conditional. */
  readonly etag?: string | undefined;
  /** Whether to retry once with new credentials if GitHub rejects the current ones. */
  readonly canRenew?: boolean;
}

/** Makes a request with the given octokit function, to which it passes the common parameters. */
type Call<Response> = (request: Octokit['request'], common: CommonParameters) => Promise<Response>;

/** GitHub's API with one access. Adds credentials, observes rate limits, and converts failures to `PromptError`s. */
export interface GitHubClient {
  /** Whether requests carry credentials. GraphQL requires them. */
  readonly isAuthenticated: boolean;
  /** The web site of the server, such as `https://github.com`. */
  readonly webUrl: string;
  readonly graphqlUrl: string;
  /** Creates the error for a response that GitHub would not send. */
  invalidResponse(fault: string): PromptError;
  /** The REST quota as the last response reported it. */
  readonly quota: SourceQuota | undefined;
  /**
   * Sends one request.
   * @throws A PromptError, or the reason of the context's signal.
   */
  send<Response extends OctokitResponse>(
    call: Call<Response>,
    options: RequestOptions,
    context: LoadContext,
  ): Promise<Response>;
  /**
   * Sends one request, conditional if an ETag is given.
   * @returns undefined if nothing has changed since the response with that ETag.
   */
  sendConditional<Response extends OctokitResponse>(
    call: Call<Response>,
    options: RequestOptions & { readonly etag: string | undefined },
    context: LoadContext,
  ): Promise<Response | undefined>;
}

/** The version of the API's responses: https://docs.github.com/rest/about-the-rest-api/api-versions */
const apiVersion = '2022-11-28';

/**
 * Creates a client.
 * @param access An octokit of the app authenticates its own requests and knows its server.
 */
export function createGitHubClient(access: Access, fetch: GuardedFetch): GitHubClient {
  const appOctokit = 'octokit' in access ? access.octokit : undefined;
  const baseUrl =
    'octokit' in access
      ? baseUrlOf(access.octokit.request.endpoint.DEFAULTS.baseUrl, 'github').href.replace(/\/$/, '')
      : access.baseUrl;
  const { origin } = new URL(baseUrl);
  const createOctokit = createOctokitFactory(baseUrl, fetch);
  const authorization = 'octokit' in access ? undefined : createAuthorization(access, createOctokit);
  let octokit: Promise<ReadyOctokit> | undefined;
  let limits = new RateLimits();
  let lastCredentials: string | undefined;

  async function sendRequest<Response extends OctokitResponse>(
    call: Call<Response>,
    { canRenew = true, ...options }: SendOptions,
    { signal }: Pick<LoadContext, 'signal'>,
  ): Promise<Response | undefined> {
    const { what, etag, resource = 'core', isRedirected = false } = options;
    signal.throwIfAborted();
    octokit ??= appOctokit ? Promise.resolve(appOctokit) : createOctokit();
    // Other requests may be waiting for the same token.
    const [{ request }, credentials] = await rejectOnAbort(Promise.all([octokit, authorization?.getHeader()]), signal);
    // A rotated token has its own limits; the tokens of one App's installation share theirs.
    if (credentials !== lastCredentials && !authorization?.invalidate) limits = new RateLimits();
    lastCredentials = credentials;
    limits.assertAllowed(resource);
    const headers = {
      'x-github-api-version': apiVersion,
      ...(credentials !== undefined && { authorization: credentials }),
      ...(etag !== undefined && { 'if-none-match': etag }),
    };
    try {
      const response = await call(request, { headers, request: { signal } });
      const responseHeaders = toHeaders(response);
      limits.record(responseHeaders, resource);
      if (typeof response.data === 'string') {
        throw invalidResponse('is not JSON: it may come from a proxy or a login page');
      }
      if (isGraphqlRateLimit(response.data)) {
        throw limits.detect({ status: 429, headers: responseHeaders, message: '' }, resource);
      }
      return response;
    } catch (thrown) {
      signal.throwIfAborted();
      // A limit, or a response that is not JSON.
      if (PromptError.isInstance(thrown)) throw nameBaseUrl(thrown, baseUrl, thrown.code === 'CONTENT_INVALID');
      const failure = parseRequestFailure(thrown, credentials?.slice(authorizationScheme.length));
      if (!failure) throw nameBaseUrl(errorFromNetwork(thrown), baseUrl, true);
      if (isRedirected && failure.origin !== undefined && failure.origin !== origin) {
        throw githubError('UNAVAILABLE', `${new URL(failure.origin).host} returned ${failure.status} for ${what}`);
      }
      limits.record(failure.headers, resource);
      if (failure.status === 304 && etag !== undefined) return undefined;
      if (failure.status === 401 && canRenew && credentials && authorization?.invalidate) {
        authorization.invalidate(credentials);
        return sendRequest(call, { ...options, canRenew: false }, { signal });
      }
      const limit = limits.detect(failure, resource);
      throw limit ?? nameBaseUrl(errorFromFailure(failure, what), baseUrl, failure.message === '');
    }
  }

  return {
    isAuthenticated: appOctokit !== undefined || authorization !== undefined,
    webUrl: origin.replace('//api.', '//'),
    graphqlUrl: `${baseUrl.replace(/\/v3$/, '')}/graphql`,
    invalidResponse: (fault) => nameBaseUrl(invalidResponse(fault), baseUrl, true),
    get quota() {
      return limits.quota;
    },
    // Without an ETag, the result is never undefined.
    send: async (call, options, context) =>
      (await sendRequest(call, options, context)) as NonNullable<Awaited<ReturnType<typeof call>>>,
    sendConditional: sendRequest,
  };
}

/** GraphQL reports its rate limit in a response with status 200. */
function isGraphqlRateLimit(data: unknown): boolean {
  const { errors } = (data ?? {}) as { readonly errors?: readonly { readonly type?: string }[] };
  return Array.isArray(errors) && errors.some((error) => error?.type === 'RATE_LIMITED');
}
