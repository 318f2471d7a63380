import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, type FaultScope, type ReceivedRequest, startFaultServer } from '@prompts/provider-testkit';
import type { Grants } from './accounts/accounts.ts';
import type { Resource } from './accounts/credential.ts';
import type { FakeRepository, RepositoryOptions } from './fake-repository.ts';
import { handleApiRequest } from './handle-api-request.ts';
import { handleArchiveRequest } from './handle-archive-request.ts';
import { State } from './state.ts';

export interface FakeGitHubOptions {
  /** How much later every answer comes, in ms. Default: 0. */
  readonly latency?: number;
  /** The time, in ms since 1970. Default: the real one. */
  readonly now?: () => number;
  /** Entries a recursive tree has before it is truncated. Default: 100,000. */
  readonly treeLimit?: number;
}

/** A request to either host. */
export interface GitHubRequest {
  readonly host: 'api' | 'archive';
  readonly request: ReceivedRequest;
  /** Whether it asks for a token of an App. */
  readonly mintsToken: boolean;
}

/** A limit to run into, from now on. */
export type Limit =
  /** Nothing is left until `resetAt`, in ms since 1970. `resource` default: `core`; `token` left out: anonymous callers. */
  | { readonly kind: 'primary'; readonly token?: string; readonly resetAt: number; readonly resource?: Resource }
  /** For `retryAfter` seconds; 60 without such a header when left out. `token` left out: everybody. */
  | { readonly kind: 'secondary'; readonly token?: string; readonly retryAfter?: number; readonly status?: 403 | 429 };

export type FakeGitHub = Awaited<ReturnType<typeof startFakeGitHub>>;

/** Starts a GitHub of one's own on 127.0.0.1: the API and, at another origin, the host that archives come from. */
export async function startFakeGitHub({ latency = 0, now = Date.now, treeLimit = 100_000 }: FakeGitHubOptions = {}) {
  let ahead = 0;
  const clock = () => now() + ahead;
  const state = new State(clock, treeLimit);
  const late = (answer: typeof handleApiRequest) => async (request: Request) => {
    if (latency > 0) await wait(latency);
    return answer(state, request);
  };
  const api = await startFaultServer(late(handleApiRequest));
  const archive = await startFaultServer(late(handleArchiveRequest));
  state.archiveOrigin = archive.url;
  const close = async () => {
    await Promise.all([api.close(), archive.close()]);
  };
  return {
    /** The API as api.github.com has it; GraphQL is at `/graphql`. */
    url: api.url,
    /** The API as GitHub Enterprise Server has it; GraphQL is at `/api/graphql`. */
    enterpriseUrl: `${api.url}/api/v3`,
    archiveUrl: archive.url,
    now: clock,
    /** Moves the fake's own clock, in ms; back with a negative number. */
    shiftClock(milliseconds: number): void {
      ahead += milliseconds;
    },
    /** Makes a repository without a commit. */
    repository: (fullName: string, options: RepositoryOptions = {}): FakeRepository =>
      state.addRepository(fullName, options),
    /** Gives it another name; the old one leads there. */
    rename: (repository: FakeRepository, fullName: string): void => state.rename(repository, fullName),
    /** Makes a token, at random. */
    token: (grants: Grants): string => state.accounts.addToken(grants),
    /** From now on nobody knows a token. */
    revoke: (token: string): void => state.accounts.revoke(token),
    /** Makes an App that is installed where the repositories are. */
    app(grants: Grants): { readonly appId: number; readonly installationId: number; readonly privateKey: string } {
      const { appId, installationId, privateKey } = state.accounts.addApp(grants);
      return { appId, installationId, privateKey };
    },
    /** Every request to both hosts, oldest first. */
    get requests(): GitHubRequest[] {
      const of = (host: GitHubRequest['host'], requests: readonly ReceivedRequest[]) =>
        requests.map((request) => ({ host, request, mintsToken: request.path.endsWith('/access_tokens') }));
      return [...of('api', api.requests), ...of('archive', archive.requests)].sort(
        (one, other) => one.request.startedAt - other.request.startedAt,
      );
    },
    /** Requests that took a token to the archive host, where none belongs. */
    get leaks(): ReceivedRequest[] {
      return archive.requests.filter(({ headers }) => headers.authorization !== undefined);
    },
    /** Open connections to both hosts. */
    get connections(): number {
      return api.connections + archive.connections;
    },
    limit(limit: Limit): void {
      if (limit.kind === 'primary') {
        const { token, resetAt, resource = 'core' } = limit;
        const credential = token === undefined ? state.accounts.anonymous : state.accounts.find(token);
        credential?.quotas[resource].exhaust(resetAt);
        return;
      }
      const { status = 403, retryAfter = 60 } = limit;
      state.secondaryLimits.push({ ...limit, status, until: clock() + retryAfter * 1000 });
    },
    /** From now on requests meet this fault, at one host or at both. */
    fail(fault: Fault, { host, ...scope }: FaultScope & { readonly host?: GitHubRequest['host'] } = {}): void {
      if (host !== 'archive') api.fail(fault, scope);
      if (host !== 'api') archive.fail(fault, scope);
    },
    /** Ends all faults and secondary limits. */
    heal(): void {
      api.heal();
      archive.heal();
      state.secondaryLimits = [];
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
