import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { formatLocation, type Location } from '../location.ts';
import { blobSha } from './blob-sha.ts';

/**
 * Reads the bytes of a file by its blob id. Sends one request.
 * @throws `CONTENT_INVALID` if the bytes don't have that id.
 */
export async function readBlob(
  location: Location,
  sha: string,
  client: GitHubClient,
  context: LoadContext,
): Promise<Uint8Array> {
  const { owner, repo } = location;
  const response = await client.send(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo, file_sha: sha, ...common }),
    { what: `the file with the id ${sha.slice(0, 7)} in ${formatLocation(location)}` },
    context,
  );
  const { content, encoding } = response.data ?? {};
  if (typeof content !== 'string') throw client.invalidResponse('does not describe a blob');
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  if (blobSha(bytes) !== sha) throw client.invalidResponse('contains a different file from the one requested');
  return bytes;
}
