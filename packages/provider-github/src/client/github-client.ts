import type { Octokit } from '@octokit/rest';
import { type LoadContext, PromptError, type SourceQuota } from '@prompts/core';
import { baseUrlOf, type GuardedFetch } from '@prompts/provider-kit';
import type { ReadyOctokit } from '../config.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { createAuthorization } from './authorization.ts';
import { createOctokitFactory } from './octokit-factory.ts';
import { RateLimits, type Resource } from './rate-limits.ts';
import { errorFromFailure, failureOf, invalidResponse, networkError, toHeaders } from './request-failure.ts';

/** Where GitHub is, and as whom it is asked. */
export type Access = Pick<ParsedConfig, 'auth' | 'token' | 'baseUrl'>;

/** What every request is sent with. */
export interface Common {
  readonly headers: Record<string, string>;
  readonly request: { readonly signal: AbortSignal };
}

/** As octokit answers. */
interface Answered {
  readonly headers: object;
  readonly data?: unknown;
}

interface SendOptions {
  /** Makes the request conditional. */
  readonly etag?: string | undefined;
  readonly resource?: Resource | undefined;
  /** Whether credentials that are refused may be made anew. */
  readonly mayRenew?: boolean;
}

type Call<Answer> = (request: Octokit['request'], common: Common) => Promise<Answer>;

/** GitHub's API for one access: adds credentials, keeps to the rate limits, maps failures. */
export interface GitHubClient {
  /** Whether requests carry credentials. Without them there is no GraphQL. */
  readonly isSignedIn: boolean;
  /** Where people read, such as `https://github.com`. */
  readonly webUrl: string;
  readonly graphqlUrl: string;
  readonly quota: SourceQuota | undefined;
  /** Makes one request. @throws PromptError, or the reason of the context's signal. */
  ask<Answer extends Answered>(call: Call<Answer>, context: LoadContext, resource?: Resource): Promise<Answer>;
  /** The same, conditional where an ETag is given. @returns undefined where nothing has changed since. */
  askIfChanged<Answer extends Answered>(
    call: Call<Answer>,
    context: LoadContext,
    etag: string | undefined,
  ): Promise<Answer | undefined>;
}

export const publicApi = 'https://api.github.com';

/** Answers may change with it: https://docs.github.com/rest/about-the-rest-api/api-versions */
const apiVersion = '2022-11-28';

/** @param given The app's own client, which signs its requests by itself. */
export function createGitHubClient(access: Access, fetch: GuardedFetch, given?: ReadyOctokit): GitHubClient {
  const written = given?.request.endpoint.DEFAULTS.baseUrl ?? access.baseUrl ?? publicApi;
  const baseUrl = baseUrlOf(written, 'github').href.replace(/\/$/, '');
  const createOctokit = createOctokitFactory(baseUrl, fetch);
  const authorization = given ? undefined : createAuthorization(access, createOctokit);
  let own: Promise<ReadyOctokit> | undefined;
  let limits = new RateLimits();
  let lastCredentials: string | undefined;

  async function send<Answer extends Answered>(
    call: Call<Answer>,
    { signal }: Pick<LoadContext, 'signal'>,
    { etag, resource = 'core', mayRenew = true }: SendOptions,
  ): Promise<Answer | undefined> {
    signal.throwIfAborted();
    own ??= given ? Promise.resolve(given) : createOctokit();
    const [{ request }, credentials] = await unlessAborted(Promise.all([own, authorization?.header()]), signal);
    // A token that was rotated has limits of its own; an App's tokens share theirs.
    if (credentials !== lastCredentials && !authorization?.renew) limits = new RateLimits();
    lastCredentials = credentials;
    limits.ensureOpen(resource);
    const headers = {
      'x-github-api-version': apiVersion,
      ...(credentials !== undefined && { authorization: credentials }),
      ...(etag !== undefined && { 'if-none-match': etag }),
    };
    try {
      const answer = await call(request, { headers, request: { signal } });
      limits.observe(toHeaders(answer), resource);
      if (typeof answer.data === 'string') throw invalidResponse('is no JSON: a proxy or a log-in page answered?');
      if (isLimitOfQueries(answer.data)) throw limits.hit(429, toHeaders(answer), '', resource);
      return answer;
    } catch (thrown) {
      signal.throwIfAborted();
      if (PromptError.isInstance(thrown)) throw thrown;
      const failure = failureOf(thrown);
      if (!failure) throw networkError(thrown);
      limits.observe(failure.headers, resource);
      if (failure.status === 304 && etag !== undefined) return undefined;
      if (failure.status === 401 && mayRenew && credentials && authorization?.renew) {
        authorization.renew(credentials);
        return send(call, { signal }, { etag, resource, mayRenew: false });
      }
      throw limits.hit(failure.status, failure.headers, failure.message, resource) ?? errorFromFailure(failure);
    }
  }

  return {
    isSignedIn: given !== undefined || authorization !== undefined,
    webUrl: new URL(baseUrl).origin.replace('//api.', '//'),
    graphqlUrl: `${baseUrl.replace(/\/v3$/, '')}/graphql`,
    get quota() {
      return limits.quota;
    },
    // Only a conditional request can be answered by nothing.
    ask: async (call, context, resource) =>
      (await send(call, context, { resource })) as NonNullable<Awaited<ReturnType<typeof call>>>,
    askIfChanged: (call, context, etag) => send(call, context, { etag }),
  };
}

/** GraphQL says so in an answer of status 200. */
function isLimitOfQueries(data: unknown): boolean {
  const { errors } = (data ?? {}) as { readonly errors?: readonly { readonly type?: string }[] };
  return Array.isArray(errors) && errors.some((error) => error?.type === 'RATE_LIMITED');
}

/** Stops waiting, not the work: a token that is being minted serves others too. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
