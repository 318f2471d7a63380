import type { PromptError } from '@prompts/core';
import { Secret } from '@prompts/provider-kit';
import type { GitHubAppAuth } from '../config.ts';
import { githubError } from '../github-error.ts';
import { errorFromFailure, errorFromNetwork } from './errors.ts';
import type { CreateOctokit } from './octokit-factory.ts';
import { RateLimits } from './rate-limits.ts';
import { parseRequestFailure } from './request-failure.ts';

/** A token is replaced this long before it expires, so that no request outlives it; at half its life, if that is later. */
const renewalMarginMs = 5 * 60 * 1000;

/** The access token of a GitHub App's installation. */
export interface InstallationToken {
  /**
   * Returns the current token, or creates one. Concurrent calls share one request.
   * @throws `AUTH_FAILED` if GitHub refuses to create one.
   */
  get(): Promise<string>;
  /** Discards a token that was revoked. */
  invalidate(token: string): void;
}

/**
 * Creates and renews the token of a GitHub App's installation.
 *
 * `@octokit/auth-app` signs the request for a token, and signs it again by GitHub's clock if this machine's clock is off. Its
 * own token cache is not used: that cache distinguishes neither Apps nor servers.
 * @param now Returns the time in milliseconds of a monotonic clock.
 */
export function createInstallationToken(
  { appId, privateKey, installationId }: GitHubAppAuth,
  createOctokit: CreateOctokit,
  now: () => number = () => performance.now(),
): InstallationToken {
  let current: { readonly token: string; readonly renewAtMs: number } | undefined;
  let pending: Promise<void> | undefined;

  async function renew(): Promise<void> {
    const [{ createAppAuth }, key] = await Promise.all([
      import('@octokit/auth-app'),
      new Secret(privateKey ?? '').reveal(),
    ]);
    const auth = { appId, privateKey: key.replaceAll('\\n', '\n') };
    const octokit = await createOctokit({ authStrategy: createAppAuth, auth });
    const requestedAtMs = now();
    try {
      const { data, headers } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: Number(installationId),
      });
      // Both times are GitHub's: this machine's clock may be wrong.
      const differenceMs = Date.parse(data.expires_at) - Date.parse(headers.date ?? new Date().toUTCString());
      const lifetimeMs = Number.isFinite(differenceMs) ? differenceMs : 0;
      const renewAtMs = requestedAtMs + lifetimeMs - Math.min(renewalMarginMs, lifetimeMs / 2);
      current = { token: data.token, renewAtMs };
    } catch (thrown) {
      throw toAppError(thrown, { appId, installationId });
    }
  }

  return {
    async get() {
      if (!current || now() >= current.renewAtMs) {
        pending ??= renew().finally(() => {
          pending = undefined;
        });
        await pending;
      }
      return (current as NonNullable<typeof current>).token;
    },
    invalidate(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

function toAppError(
  thrown: unknown,
  { appId, installationId }: Pick<GitHubAppAuth, 'appId' | 'installationId'>,
): PromptError {
  const authFailed = (fault: string) => githubError('AUTH_FAILED', `GitHub App ${appId}: ${fault}`);
  const failure = parseRequestFailure(thrown);
  if (failure === undefined) {
    const isNetworkError = (thrown as { status?: unknown }).status !== undefined;
    return isNetworkError
      ? errorFromNetwork(thrown)
      : authFailed('privateKey is not a private key in PEM format: use the file that GitHub generated');
  }
  if (failure.status === 401) return authFailed('GitHub rejected its signature: check appId and privateKey');
  if (failure.status === 404)
    return authFailed(`installation ${installationId} does not exist, or was removed: check installationId`);
  return (
    new RateLimits().detect(failure, 'core') ?? errorFromFailure(failure, `a token for installation ${installationId}`)
  );
}
