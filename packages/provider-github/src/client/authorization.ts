import { Secret } from '@prompts/provider-kit';
import type { ServerAccess } from './access.ts';
import { createInstallationToken } from './installation-token.ts';
import type { CreateOctokit } from './octokit-factory.ts';

/** Before the token in the header. */
export const authorizationScheme = 'token ';

/** The source of the `Authorization` header. */
export interface Authorization {
  /** Returns the header's value. Called for every request, since a token may have been rotated. */
  getHeader(): Promise<string>;
  /** Discards a header that GitHub rejected, so that the next one is new. Present only if a new one can be created. */
  readonly invalidate?: (rejectedHeader: string) => void;
}

/** @returns The authorization for an access; undefined if it has no credentials. */
export function createAuthorization(
  { app, token }: ServerAccess,
  createOctokit: CreateOctokit,
): Authorization | undefined {
  if (app !== undefined) {
    const installationToken = createInstallationToken(app, createOctokit);
    return {
      getHeader: async () => authorizationScheme + (await installationToken.get()),
      invalidate: (rejectedHeader) => installationToken.invalidate(rejectedHeader.slice(authorizationScheme.length)),
    };
  }
  return token === undefined
    ? undefined
    : { getHeader: async () => authorizationScheme + (await new Secret(token).reveal()) };
}
