import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import { githubError } from '../github-error.ts';
import { formatLocation, type Location } from '../location.ts';
import { blobSha } from './blob-sha.ts';
import { maxBlobsPerQuery, queryBlobs } from './query-blobs.ts';
import { readArchive } from './read-archive.ts';
import { readBlob } from './read-blob.ts';
import type { TreeEntry } from './read-tree.ts';

/** Up to this many files are requested one by one: an archive takes two requests and contains the whole repository. */
const maxSingleFiles = 4;
const maxConcurrentRequests = 16;

/** The total size of a repository that is downloaded as an archive. */
const maxArchivedBytes = 64 * 1024 * 1024;

/** The same if a single query can return the texts instead. */
const maxArchivedBytesForOneQuery = 4 * 1024 * 1024;

/** An archive that takes longer leaves the rest of the load's time to the other ways of reading. */
const archiveTimeoutSeconds = 20;

/** The factor by which an archive may exceed the size of its files: headers, padding, and commits newer than the tree. */
const archiveOverheadFactor = 4;

/**
 * Reads the bytes of many files with few requests. A few files are read one by one. Otherwise the archive is downloaded, unless
 * the repository is much larger than the files. Otherwise GraphQL returns 100 files per query, which requires credentials. If
 * one way fails, the next one is tried: firewalls block the host of the archives, and not every server offers queries.
 *
 * Bytes are accepted only if they have the id that the tree lists. An archive omits or rewrites files by `.gitattributes`, and
 * may be newer than the tree; a query truncates long texts. Those files are requested by their id.
 * @param totalBytes The size of all files of the repository, if known.
 * @returns By blob id the bytes, or the reason why they are not available.
 */
export async function readContents(
  location: Location,
  {
    entries,
    totalBytes = Number.POSITIVE_INFINITY,
  }: { readonly entries: readonly TreeEntry[]; readonly totalBytes: number | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadonlyMap<string, Uint8Array | PromptError>> {
  const contents = new Map<string, Uint8Array | PromptError>();
  const listMissing = () => [...new Set(entries.map(({ sha }) => sha))].filter((sha) => !contents.has(sha));
  const keep = (bytes: Uint8Array) => void contents.set(blobSha(bytes), bytes);

  const failures: PromptError[] = [];

  /** Reads in a way that another one can replace, unless that would fail in the same way. */
  async function attempt(reading: Promise<void>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      if (!PromptError.isInstance(error) || ['AUTH_FAILED', 'RATE_LIMITED'].includes(error.code)) throw error;
      failures.push(error);
    }
  }

  async function readAll(): Promise<void> {
    const fitsOneQuery = client.isAuthenticated && listMissing().length <= maxBlobsPerQuery;
    const maxBytes = fitsOneQuery ? maxArchivedBytesForOneQuery : maxArchivedBytes;
    if (listMissing().length > maxSingleFiles && totalBytes <= maxBytes) {
      const paths = new Set(entries.map(({ path }) => path));
      const maxUnpackedBytes = archiveOverheadFactor * (totalBytes + 1024 * 1024);
      const what = `the archive of ${formatLocation(location)}`;
      const options = { provider: 'github', what, timeoutSeconds: archiveTimeoutSeconds };
      const archive = { paths, maxBytes: maxUnpackedBytes, onFile: keep };
      await attempt(withPartTimeout(context, options, (part) => readArchive(location, archive, client, part)));
    }
    if (listMissing().length > maxSingleFiles && client.isAuthenticated) {
      await attempt(queryBlobs(location, { shas: listMissing(), onText: keep }, client, context));
    }
    const missing = listMissing();
    if (missing.length > maxSingleFiles && missing.length > (client.quota?.remaining ?? missing.length)) {
      throw quotaTooSmall(missing.length, client, failures);
    }
    await mapBounded(missing, maxConcurrentRequests, async (sha) => {
      try {
        keep(await readBlob(location, sha, client, context));
      } catch (error) {
        // Any other failure concerns all files, and is not repeated for each.
        if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
        contents.set(sha, error);
      }
    });
  }

  try {
    await readAll();
  } catch (error) {
    // The files that were read are kept, and not requested again.
    if (!PromptError.isInstance(error) || contents.size === 0) throw error;
    for (const sha of listMissing()) contents.set(sha, error);
  }
  return contents;
}

/** Creates the error for files that would use up the quota if they were requested one by one. */
function quotaTooSmall(
  count: number,
  { isAuthenticated, quota }: GitHubClient,
  failures: readonly PromptError[],
): PromptError {
  const fix = isAuthenticated ? 'wait, or narrow the path' : 'configure a token';
  const reasons = failures.length === 0 ? '' : ` (${failures.map(({ message }) => message).join('; ')})`;
  const message = `reading ${count} files needs ${count} requests, but the rate limit allows only ${quota?.remaining} more: ${fix}${reasons}`;
  return githubError(isAuthenticated ? 'RATE_LIMITED' : 'AUTH_FAILED', message);
}
