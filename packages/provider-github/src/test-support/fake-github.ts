import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultScope, type ReceivedRequest, startFaultServer } from '@prompts/provider-testkit';
import type { Grants } from './accounts/accounts.ts';
import type { Resource } from './accounts/credential.ts';
import type { FakeRepository, RepositoryOptions } from './fake-repository.ts';
import { handleApiRequest } from './handle-api-request.ts';
import { handleArchiveRequest } from './handle-archive-request.ts';
import { State } from './state.ts';

export interface FakeGitHubOptions {
  /** The delay of every response. Default: 0. */
  readonly latencyMs?: number;
  /** Returns the time in epoch milliseconds. Default: the real time. */
  readonly now?: () => number;
  /** A recursive tree with more entries is truncated. Default: 100,000. */
  readonly maxTreeEntries?: number;
}

/** A request to one of the hosts. */
export interface GitHubRequest {
  readonly host: 'api' | 'archive';
  readonly request: ReceivedRequest;
  /** Whether it creates a token of an App. */
  readonly createsToken: boolean;
}

/** A rate limit to enforce. */
export type Limit =
  /** The quota is used up until `resetAtMs`, in epoch milliseconds. Defaults: anonymous callers, and `core`. */
  | { readonly kind: 'primary'; readonly token?: string; readonly resetAtMs: number; readonly resource?: Resource }
  /** Lasts for `retryAfterSeconds`, or for 60 seconds and without a `retry-after` header. Default: every caller. */
  | {
      readonly kind: 'secondary';
      readonly token?: string;
      readonly retryAfterSeconds?: number;
      readonly status?: 403 | 429;
    };

export type FakeGitHub = Awaited<ReturnType<typeof startFakeGitHub>>;

/** Starts a fake GitHub on 127.0.0.1: the API and, at another origin, the archive host. */
export async function startFakeGitHub({
  latencyMs = 0,
  now = Date.now,
  maxTreeEntries = 100_000,
}: FakeGitHubOptions = {}) {
  let offsetMs = 0;
  const clock = () => now() + offsetMs;
  const state = new State(clock, maxTreeEntries);
  const withLatency = (handle: typeof handleApiRequest) => async (request: Request) => {
    if (latencyMs > 0) await sleep(latencyMs);
    return handle(state, request);
  };
  const api = await startFaultServer(withLatency(handleApiRequest));
  const archive = await startFaultServer(withLatency(handleArchiveRequest));
  state.archiveOrigin = archive.url;
  const close = async () => {
    await Promise.all([api.close(), archive.close()]);
  };
  return {
    /** The API with the paths of api.github.com. GraphQL is at `/graphql`. */
    url: api.url,
    /** The API with the paths of GitHub Enterprise Server. GraphQL is at `/api/graphql`. */
    enterpriseUrl: `${api.url}/api/v3`,
    archiveUrl: archive.url,
    now: clock,
    /** Moves the clock of the fake by milliseconds; a negative number moves it back. */
    shiftClock(ms: number): void {
      offsetMs += ms;
    },
    /** Creates a repository without commits. */
    repository: (fullName: string, options: RepositoryOptions = {}): FakeRepository =>
      state.addRepository(fullName, options),
    /** Renames a repository. The old name redirects to the new one. */
    rename: (repository: FakeRepository, fullName: string): void => state.rename(repository, fullName),
    /** Creates a random token. */
    token: (grants: Grants): string => state.accounts.createToken(grants),
    /** Revokes a token. */
    revoke: (token: string): void => state.accounts.revoke(token),
    /** Creates an App with one installation. */
    app(grants: Grants): { readonly appId: number; readonly installationId: number; readonly privateKey: string } {
      const { appId, installationId, privateKey } = state.accounts.createApp(grants);
      return { appId, installationId, privateKey };
    },
    /** All requests to both hosts, oldest first. */
    get requests(): GitHubRequest[] {
      const from = (host: GitHubRequest['host'], requests: readonly ReceivedRequest[]) =>
        requests.map((request) => ({ host, request, createsToken: request.path.endsWith('/access_tokens') }));
      return [...from('api', api.requests), ...from('archive', archive.requests)].sort(
        (a, b) => a.request.startedAt - b.request.startedAt,
      );
    },
    /** The requests to the archive host with a token of the API, which must never be sent there. */
    get leakedTokens(): ReceivedRequest[] {
      return archive.requests.filter(({ headers }) => headers.authorization !== undefined);
    },
    /** The number of open connections to both hosts. */
    get connections(): number {
      return api.connections + archive.connections;
    },
    /** Enforces a rate limit. */
    limit(limit: Limit): void {
      if (limit.kind === 'primary') {
        const { token, resetAtMs, resource = 'core' } = limit;
        const credential = token === undefined ? state.accounts.anonymous : state.accounts.find(token);
        credential?.quotas[resource].exhaust(resetAtMs);
        return;
      }
      const { status = 403, retryAfterSeconds = 60 } = limit;
      state.secondaryLimits.push({ ...limit, status, untilMs: clock() + retryAfterSeconds * 1000 });
    },
    /** Makes requests fail, at one host or at both. */
    fail(fault: Fault, { host, ...scope }: FaultScope & { readonly host?: GitHubRequest['host'] } = {}): void {
      if (host !== 'archive') api.fail(fault, scope);
      if (host !== 'api') archive.fail(fault, scope);
    },
    /** Closes the archive host: connections to it are refused, as by a firewall. */
    closeArchiveHost: (): Promise<void> => archive.close(),
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
