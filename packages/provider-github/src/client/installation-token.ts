import { PromptError } from '@prompts/core';
import { Secret } from '@prompts/provider-kit';
import type { GitHubAppAuth } from '../config.ts';
import type { CreateOctokit } from './octokit-factory.ts';
import { errorFromFailure, failureOf, networkError } from './request-failure.ts';

/** Milliseconds before its end at which a token is replaced: no request may outlive it. Half its life, if that is shorter. */
const margin = 5 * 60 * 1000;

export interface InstallationToken {
  /** @throws `AUTH_FAILED` where GitHub gives none. */
  token(): Promise<string>;
  /** Forgets a token that was revoked. */
  drop(token: string): void;
}

/**
 * The token of a GitHub App's installation: minted once for all who ask, and again before it ends.
 * `@octokit/auth-app` signs for the App, and again by GitHub's clock where this machine's is off. Its own store of tokens
 * tells neither Apps nor servers apart, so they are kept here.
 * @param now monotonic milliseconds
 */
export function createInstallationToken(
  { appId, privateKey, installationId }: GitHubAppAuth,
  createOctokit: CreateOctokit,
  now: () => number = () => performance.now(),
): InstallationToken {
  let current: { readonly token: string; readonly until: number } | undefined;
  let minting: Promise<void> | undefined;

  async function mint(): Promise<void> {
    const [{ createAppAuth }, key] = await Promise.all([
      import('@octokit/auth-app'),
      new Secret(privateKey ?? '').reveal(),
    ]);
    const auth = { appId, privateKey: key.replaceAll('\\n', '\n') };
    const octokit = await createOctokit({ authStrategy: createAppAuth, auth });
    const asked = now();
    try {
      const { data, headers } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: Number(installationId),
      });
      // Between two times of GitHub's: this machine's clock may be wrong.
      const told = Date.parse(data.expires_at) - Date.parse(headers.date ?? new Date().toUTCString());
      const lifetime = Number.isFinite(told) ? told : 0;
      current = { token: data.token, until: asked + lifetime - Math.min(margin, lifetime / 2) };
    } catch (thrown) {
      throw mintingFailed(thrown, { appId, installationId });
    }
  }

  return {
    async token() {
      if (!current || now() >= current.until) {
        minting ??= mint().finally(() => {
          minting = undefined;
        });
        await minting;
      }
      return (current as NonNullable<typeof current>).token;
    },
    drop(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

function mintingFailed(thrown: unknown, { appId, installationId }: Pick<GitHubAppAuth, 'appId' | 'installationId'>) {
  const fail = (fault: string) =>
    new PromptError('AUTH_FAILED', `GitHub App ${appId}: ${fault}`, { provider: 'github' });
  const failure = failureOf(thrown);
  if (failure === undefined) {
    const isNetwork = (thrown as { status?: unknown }).status !== undefined;
    return isNetwork
      ? networkError(thrown)
      : fail('privateKey is no private key in PEM: take the file that GitHub gave');
  }
  if (failure.status === 401)
    return fail('GitHub does not accept its signature: is appId right, is privateKey still valid?');
  if (failure.status === 404) return fail(`it has no installation ${installationId}, or no longer`);
  return errorFromFailure(failure);
}
