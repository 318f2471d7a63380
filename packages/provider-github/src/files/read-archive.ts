import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { githubError } from '../github-error.ts';
import { formatLocation, type Location } from '../location.ts';

const unzip = promisify(gunzip);

/** What to keep of an archive. */
export interface ArchiveOptions {
  /** The files to keep. Names are only compared, nothing is written to disk. */
  readonly paths: ReadonlySet<string>;
  /** The limit of the unpacked size. The size that an archive declares is not trusted. */
  readonly maxBytes: number;
  /** Receives the bytes of each file. */
  readonly onFile: (bytes: Uint8Array) => void;
}

/**
 * Downloads the archive of a branch, tag or commit. Sends two requests, since GitHub redirects to its archive host.
 * @throws `UNAVAILABLE` for an archive that is truncated or damaged; `CONTENT_INVALID` for one that exceeds `maxBytes`.
 */
export async function readArchive(
  location: Location,
  { paths, maxBytes, onFile }: ArchiveOptions,
  client: GitHubClient,
  context: LoadContext,
): Promise<void> {
  const { owner, repo, ref } = location;
  const response = await client.send(
    (request, common) => request('GET /repos/{owner}/{repo}/tarball/{ref}', { owner, repo, ref, ...common }),
    { what: `the archive of ${formatLocation(location)}`, isRedirected: true },
    context,
  );
  const { unpackTar } = await import('modern-tar');
  try {
    // The response is in memory already: a stream would only take longer.
    const tar = await unzip(response.data as ArrayBuffer, { maxOutputLength: maxBytes });
    const entries = await unpackTar(tar, {
      strict: true,
      // Removes the archive's top folder, `owner-name-commit`.
      strip: 1,
      filter: ({ name, type }) => type === 'file' && paths.has(name),
    });
    for (const { data } of entries) if (data) onFile(data);
  } catch (error) {
    context.signal.throwIfAborted();
    throw toArchiveError(error, location, maxBytes);
  }
}

function toArchiveError(error: unknown, location: Location, maxBytes: number): PromptError {
  const what = `the archive of ${formatLocation(location)}`;
  return (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
    ? githubError('CONTENT_INVALID', `${what} unpacks to more than ${maxBytes} bytes`)
    : githubError('UNAVAILABLE', `${what} is truncated or damaged`);
}
