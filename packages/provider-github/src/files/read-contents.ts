import type { LoadContext } from '@prompts/core';
import { PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import type { Location } from '../location.ts';
import { blobSha } from './blob-sha.ts';
import { blobsPerQuery, queryBlobs } from './query-blobs.ts';
import { readArchive } from './read-archive.ts';
import { readBlob } from './read-blob.ts';
import type { TreeEntry } from './read-tree.ts';

/** Up to so many files are asked for one by one: the archive takes two calls and holds the whole repository. */
const fewFiles = 4;
const concurrentCalls = 16;

/** In bytes of all files together. A larger repository is not downloaded for the sake of some texts in it. */
const largestArchive = 64 * 1024 * 1024;

/** The same, while one query could bring the texts as well. */
const largestArchiveForOneQuery = 4 * 1024 * 1024;

/** Over what the files add up to: headers, padding, and what came in after the tree was read. */
const archiveOverhead = 4;

/**
 * The bytes of many files at the price of few calls: one by one while they are few; the archive, where the repository isn't
 * much larger than they are; else a hundred a query (GraphQL), which needs credentials.
 *
 * Whatever way they came, a file's id must be the one that the tree told: an archive leaves out or rewrites files by
 * `.gitattributes`, and may be newer than the tree; a query cuts off long texts. What differs is asked for by its id.
 * @param totalSize Of the whole repository, in bytes, where it is known.
 * @returns bytes or why they can't be had, by id.
 */
export async function readContents(
  location: Location,
  {
    entries,
    totalSize = Number.POSITIVE_INFINITY,
  }: { readonly entries: readonly TreeEntry[]; readonly totalSize: number | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadonlyMap<string, Uint8Array | PromptError>> {
  const found = new Map<string, Uint8Array | PromptError>();
  const missing = () => [...new Set(entries.map(({ sha }) => sha))].filter((sha) => !found.has(sha));
  const keep = (bytes: Uint8Array) => void found.set(blobSha(bytes), bytes);

  async function read(): Promise<void> {
    const isOneQuery = client.isSignedIn && missing().length <= blobsPerQuery;
    if (missing().length > fewFiles && totalSize <= (isOneQuery ? largestArchiveForOneQuery : largestArchive)) {
      const paths = new Set(entries.map(({ path }) => path));
      const mostBytes = archiveOverhead * (totalSize + 1024 * 1024);
      await unlessRefused(readArchive(location, { paths, mostBytes, keep }, client, context));
    }
    if (missing().length > fewFiles && client.isSignedIn) {
      await unlessRefused(queryBlobs(location, { shas: missing(), keep }, client, context));
    }
    const rest = missing();
    if (rest.length > fewFiles && rest.length > (client.quota?.remaining ?? rest.length))
      throw tooMany(rest.length, client);
    await mapBounded(rest, concurrentCalls, async (sha) => {
      try {
        keep(await readBlob(location, sha, client, context));
      } catch (error) {
        // Any other failure is about all of them, and is not asked for again and again.
        if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
        found.set(sha, error);
      }
    });
  }

  try {
    await read();
  } catch (error) {
    // What has come is not to be asked for again.
    if (!PromptError.isInstance(error) || found.size === 0) throw error;
    for (const sha of missing()) found.set(sha, error);
  }
  return found;
}

/** One by one they would take more requests than are left, and then nothing else could be asked. */
function tooMany(count: number, { isSignedIn, quota }: GitHubClient): PromptError {
  const mend = isSignedIn ? 'wait, or narrow the path' : 'give a token';
  const message = `${count} files would take ${count} requests, and ${quota?.remaining} are left: ${mend}`;
  return new PromptError(isSignedIn ? 'RATE_LIMITED' : 'AUTH_FAILED', message, { provider: 'github' });
}

/** Not every server offers archives and queries, and not every token may use them: then there is another way. */
async function unlessRefused(reading: Promise<void>): Promise<void> {
  try {
    await reading;
  } catch (error) {
    if (!PromptError.isInstance(error) || !['NOT_FOUND', 'FORBIDDEN'].includes(error.code)) throw error;
  }
}
