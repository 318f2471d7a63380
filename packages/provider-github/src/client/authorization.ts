import { Secret, tokenOf } from '@prompts/provider-kit';
import type { Access } from './github-client.ts';
import { createInstallationToken } from './installation-token.ts';
import type { CreateOctokit } from './octokit-factory.ts';

/** What gives the `Authorization` of requests. Tokens are asked for each time, since they may have been rotated. */
export interface Authorization {
  header(): Promise<string>;
  /** For a header that GitHub no longer accepts, although its time isn't over: has the next one made anew. */
  readonly renew?: (refused: string) => void;
}

/** @returns undefined where no credentials were configured. */
export function createAuthorization({ auth, token }: Access, createOctokit: CreateOctokit): Authorization | undefined {
  if (auth !== undefined && 'appId' in auth) {
    const ofApp = createInstallationToken(auth, createOctokit);
    return {
      header: async () => `token ${await ofApp.token()}`,
      renew: (refused) => ofApp.drop(refused.slice('token '.length)),
    };
  }
  const secret = tokenOf({ auth, token });
  return secret === undefined ? undefined : { header: async () => `token ${await new Secret(secret).reveal()}` };
}
