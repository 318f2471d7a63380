import { Secret, tokenOf } from '@prompts/provider-kit';
import type { Access } from './access.ts';
import { createInstallationToken } from './installation-token.ts';
import type { CreateOctokit } from './octokit-factory.ts';

/** The source of the `Authorization` header. */
export interface Authorization {
  /** Returns the header's value. Called for every request, since a token may have been rotated. */
  getHeader(): Promise<string>;
  /** Discards a header that GitHub rejected, so that the next one is new. Present only if a new one can be created. */
  readonly invalidate?: (rejectedHeader: string) => void;
}

/** @returns The authorization for an access; undefined if it has no credentials. */
export function createAuthorization({ auth, token }: Access, createOctokit: CreateOctokit): Authorization | undefined {
  if (auth !== undefined && 'appId' in auth) {
    const installationToken = createInstallationToken(auth, createOctokit);
    return {
      getHeader: async () => `token ${await installationToken.get()}`,
      invalidate: (rejectedHeader) => installationToken.invalidate(rejectedHeader.slice('token '.length)),
    };
  }
  const secret = tokenOf({ auth, token });
  return secret === undefined ? undefined : { getHeader: async () => `token ${await new Secret(secret).reveal()}` };
}
