import { type LoadContext, PromptError } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';
import { readPath } from './files/read-path.ts';
import { locationOf } from './location.ts';
import { parseGlob } from './reading/glob.ts';
import type { Repositories } from './repositories.ts';

/**
 * Whether a repository's contents can be read: two calls.
 * @throws `AUTH_FAILED`, `FORBIDDEN` naming the permission that is missing, or `NOT_FOUND` for a branch or path that isn't there.
 */
export async function validate(config: ParsedConfig, { client }: Repositories, context: LoadContext): Promise<true> {
  const location = locationOf(config);
  const { owner, repo } = location;
  try {
    await client.ask((request, common) => request('GET /repos/{owner}/{repo}', { owner, repo, ...common }), context);
  } catch (error) {
    if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    throw forbidden(
      `there is no repository ${owner}/${repo}, or the token may not see it: grant it access to the repository with the permission 'Contents: read'`,
    );
  }
  await readPath(parseGlob(config.path).folder, location, undefined, client, context);
  return true;
}

function forbidden(message: string): PromptError {
  return new PromptError('FORBIDDEN', message, { provider: 'github' });
}
