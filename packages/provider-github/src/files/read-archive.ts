import { type LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { githubError } from '../github-error.ts';
import { formatLocation, type Location } from '../location.ts';

/**
 * Downloads the archive of a branch, tag or commit. Sends two requests, since GitHub redirects to its archive host.
 * @param paths The files to keep. Names are only compared, nothing is written to disk.
 * @param maxBytes The limit of the unpacked size. The size that an archive declares is not trusted.
 * @param onFile Receives the bytes of each file.
 * @throws `UNAVAILABLE` for an archive that is truncated or damaged; `CONTENT_INVALID` for one that exceeds `maxBytes`.
 */
export async function readArchive(
  location: Location,
  {
    paths,
    maxBytes,
    onFile,
  }: { readonly paths: ReadonlySet<string>; readonly maxBytes: number; readonly onFile: (bytes: Uint8Array) => void },
  client: GitHubClient,
  context: LoadContext,
): Promise<void> {
  const { owner, repo, ref } = location;
  const response = await client.send(
    (request, { headers, request: { signal } }) =>
      request('GET /repos/{owner}/{repo}/tarball/{ref}', {
        owner,
        repo,
        ref,
        headers,
        request: { signal, parseSuccessResponseBody: false },
      }),
    { what: `the archive of ${formatLocation(location)}`, isRedirected: true },
    context,
  );
  const archive = response.data as ReadableStream<Uint8Array<ArrayBuffer>>;
  const { unpackTar } = await import('modern-tar');
  try {
    const tar = archive.pipeThrough(new DecompressionStream('gzip')).pipeThrough(limitBytes(maxBytes));
    const entries = await unpackTar(tar, {
      strict: true,
      // Removes the archive's top folder, `owner-name-commit`.
      strip: 1,
      filter: ({ name, type }) => type === 'file' && paths.has(name),
    });
    for (const { data } of entries) if (data) onFile(data);
  } catch (error) {
    context.signal.throwIfAborted();
    if (PromptError.isInstance(error)) throw error;
    throw githubError('UNAVAILABLE', `the archive of ${formatLocation(location)} is truncated or damaged`);
  }
}

/** Passes bytes through, and fails at the first chunk that exceeds the limit. */
function limitBytes(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes <= maxBytes) return controller.enqueue(chunk);
      throw githubError('CONTENT_INVALID', `the archive unpacks to more than ${maxBytes} bytes`);
    },
  });
}
