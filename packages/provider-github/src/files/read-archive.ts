import { type LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { formatLocation, type Location } from '../location.ts';

/**
 * Downloads everything that a branch, tag or commit holds: two calls, since GitHub redirects to its archive host.
 * @param paths Which files to keep. Names are compared and never written to disk.
 * @param mostBytes How much may be unpacked: what an archive says of itself is no promise.
 * @param keep Is given the bytes of each.
 * @throws `UNAVAILABLE` for an archive that is cut off or damaged, `CONTENT_INVALID` for one that unpacks to more.
 */
export async function readArchive(
  location: Location,
  {
    paths,
    mostBytes,
    keep,
  }: { readonly paths: ReadonlySet<string>; readonly mostBytes: number; readonly keep: (bytes: Uint8Array) => void },
  client: GitHubClient,
  context: LoadContext,
): Promise<void> {
  const { owner, repo, ref } = location;
  const answer = await client.ask(
    (request, { headers, request: { signal } }) =>
      request('GET /repos/{owner}/{repo}/tarball/{ref}', {
        owner,
        repo,
        ref,
        headers,
        request: { signal, parseSuccessResponseBody: false },
      }),
    context,
  );
  const archive = answer.data as ReadableStream<Uint8Array<ArrayBuffer>>;
  const { unpackTar } = await import('modern-tar');
  try {
    const tar = archive.pipeThrough(new DecompressionStream('gzip')).pipeThrough(limited(mostBytes));
    const entries = await unpackTar(tar, {
      strict: true,
      // The archive's own folder: `owner-name-commit`.
      strip: 1,
      filter: ({ name, type }) => type === 'file' && paths.has(name),
    });
    for (const { data } of entries) if (data) keep(data);
  } catch (error) {
    context.signal.throwIfAborted();
    if (PromptError.isInstance(error)) throw error;
    const message = `the archive of ${formatLocation(location)} is cut off or damaged`;
    throw new PromptError('UNAVAILABLE', message, { provider: 'github' });
  }
}

/** Fails as soon as more has come through. */
function limited(mostBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes <= mostBytes) return controller.enqueue(chunk);
      const message = `the archive unpacks to more than ${mostBytes} bytes`;
      throw new PromptError('CONTENT_INVALID', message, { provider: 'github' });
    },
  });
}
