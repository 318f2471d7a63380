import type { LoadContext } from '@prompts/core';
import { invalidResponse } from '../client/errors.ts';
import type { GitHubClient } from '../client/github-client.ts';
import type { Location } from '../location.ts';
import { blobSha } from './blob-sha.ts';

/**
 * Reads the bytes of a file by its blob id. Sends one request.
 * @throws `CONTENT_INVALID` if the bytes don't have that id.
 */
export async function readBlob(
  { owner, repo }: Location,
  sha: string,
  client: GitHubClient,
  context: LoadContext,
): Promise<Uint8Array> {
  const response = await client.send(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo, file_sha: sha, ...common }),
    context,
  );
  const { content, encoding } = response.data ?? {};
  if (typeof content !== 'string') throw invalidResponse('does not describe a blob');
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (blobSha(bytes) !== sha) throw invalidResponse('contains a different file from the one requested');
  return bytes;
}
