import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { invalidResponse } from '../client/request-failure.ts';
import type { Location } from '../location.ts';
import { blobSha } from './blob-sha.ts';

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
  if (typeof content !== 'string') throw invalidResponse('is about no blob');
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (blobSha(bytes) !== sha) throw invalidResponse('holds another file than the one that was asked for');
  return bytes;
}
