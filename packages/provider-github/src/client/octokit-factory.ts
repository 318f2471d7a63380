import type { Octokit } from '@octokit/rest';
import type { GuardedFetch } from '@prompts/provider-kit';

/** Makes an Octokit; `authStrategy` and `auth` have it sign its requests. */
export type CreateOctokit = (options?: { readonly authStrategy?: unknown; readonly auth?: object }) => Promise<Octokit>;

/** Octokit logs deprecations and retries, with URLs; what matters of that arrives as errors. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** @returns what makes clients of one server. The library is imported at the first call. */
export function createOctokitFactory(baseUrl: string, fetch: GuardedFetch): CreateOctokit {
  return async (options = {}) => {
    const { Octokit } = await import('@octokit/rest');
    return new Octokit({ baseUrl, userAgent: '@prompts/provider-github', request: { fetch }, log: silent, ...options });
  };
}
