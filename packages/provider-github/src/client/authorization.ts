import { Secret, tokenOf } from '@prompts/provider-kit';
import type { Access } from './client.ts';
import type { CreateOctokit } from './create-octokit.ts';
import { installationToken } from './installation-token.ts';

/**
 * What gives the `Authorization` of a request: tokens are asked for each time, since they may have been rotated.
 * @returns undefined where no credentials were configured.
 */
export function authorizationOf(
  { auth, token }: Access,
  createOctokit: CreateOctokit,
): (() => Promise<string>) | undefined {
  if (auth !== undefined && 'appId' in auth) {
    const tokenOfApp = installationToken(auth, createOctokit);
    return async () => `token ${await tokenOfApp()}`;
  }
  const secret = tokenOf({ auth, token });
  if (secret === undefined) return undefined;
  return async () => `token ${await new Secret(secret).reveal()}`;
}
