import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/client.ts';
import { unexpectedAnswer } from '../client/error-from.ts';
import type { Location } from '../location.ts';
import { blobSha } from './git-object.ts';

/** The bytes of a file, by its id. One call. */
export async function readBlob(
  { owner, repo }: Location,
  sha: string,
  client: GitHubClient,
  context: LoadContext,
): Promise<Uint8Array> {
  const answer = await client.ask(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo, file_sha: sha, ...common }),
    context,
  );
  const { content, encoding } = answer.data ?? {};
  if (typeof content !== 'string') throw unexpectedAnswer('is about no blob');
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (blobSha(bytes) !== sha) throw unexpectedAnswer('holds another file than the one that was asked for');
  return bytes;
}
