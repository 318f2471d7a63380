import type { Octokit } from '@octokit/rest';
import type { GuardedFetch } from '@prompts/provider-kit';

/** Creates an Octokit. With `authStrategy` and `auth`, it signs its requests. */
export type CreateOctokit = (options?: { readonly authStrategy?: unknown; readonly auth?: object }) => Promise<Octokit>;

/** Octokit logs deprecations and retries together with URLs. Whatever matters also arrives as an error. */
const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

/** @returns A function that creates clients of one server. It imports the library at its first call. */
export function createOctokitFactory(baseUrl: string, fetch: GuardedFetch): CreateOctokit {
  return async (options = {}) => {
    const { Octokit } = await import('@octokit/rest');
    return new Octokit({
      baseUrl,
      userAgent: '@prompts/provider-github',
      request: { fetch },
      log: silentLog,
      ...options,
    });
  };
}
