import { type LoadContext, PromptError } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';
import { readPath } from './files/read-path.ts';
import { githubError } from './github-error.ts';
import { locationOf } from './location.ts';
import { parseGlob } from './reading/glob.ts';
import type { Repositories } from './repositories.ts';

/**
 * Checks that the configured path can be read. Sends two requests, and one more for a `ref` that is a bare name.
 * @throws `AUTH_FAILED`; `FORBIDDEN` with the permission that is missing; `NOT_FOUND` for a branch or path that doesn't exist.
 */
export async function validate(
  config: ParsedConfig,
  { client, resolveRef }: Repositories,
  context: LoadContext,
): Promise<true> {
  const location = locationOf(config);
  const { owner, repo } = location;
  try {
    await client.send(
      (request, common) => request('GET /repos/{owner}/{repo}', { owner, repo, ...common }),
      { what: `${owner}/${repo}` },
      context,
    );
  } catch (error) {
    if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    throw githubError(
      'FORBIDDEN',
      `repository ${owner}/${repo} does not exist, or the token can't access it: grant the token access with the permission 'Contents: read'`,
    );
  }
  await readPath(parseGlob(config.path).folder, await resolveRef(location, context), undefined, client, context);
  return true;
}
