import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from '../client/client.ts';
import { type Location, shown } from '../location.ts';

/**
 * Downloads everything that a branch, tag or commit holds: two calls, since GitHub redirects to its archive host.
 * @param paths Which files to keep.
 * @param mostBytes How much may be unpacked: what is sent is a claim of the sender's.
 * @returns the kept files by path. Names are looked up and never written to disk.
 * @throws `UNAVAILABLE` for an archive that is cut off or damaged, `CONTENT_INVALID` for one that unpacks to more.
 */
export async function readArchive(
  location: Location,
  { paths, mostBytes }: { readonly paths: ReadonlySet<string>; readonly mostBytes: number },
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadonlyMap<string, Uint8Array>> {
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
  const body = (answer as NonNullable<typeof answer>).data as ReadableStream<Uint8Array> | null;
  try {
    return await unpack(Readable.from(body ?? []), { paths, mostBytes, signal: context.signal });
  } catch (error) {
    context.signal.throwIfAborted();
    if (PromptError.isInstance(error)) throw error;
    const message = `the archive of ${shown(location)} is cut off or damaged`;
    throw new PromptError('UNAVAILABLE', message, { provider: 'github' });
  }
}

async function unpack(
  archive: Readable,
  {
    paths,
    mostBytes,
    signal,
  }: { readonly paths: ReadonlySet<string>; readonly mostBytes: number; readonly signal: AbortSignal },
): Promise<Map<string, Uint8Array>> {
  const { extract } = await import('tar-stream');
  const files = new Map<string, Uint8Array>();
  const unpacking = extract();
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > mostBytes) {
        throw new PromptError('CONTENT_INVALID', `the archive unpacks to more than ${mostBytes} bytes`, {
          provider: 'github',
        });
      }
      yield chunk;
    }
  }
  const keeping = (async () => {
    for await (const entry of unpacking) {
      // The first folder is the archive's own: `owner-name-commit`.
      const path = entry.header.name.slice(entry.header.name.indexOf('/') + 1);
      if (entry.header.type === 'file' && paths.has(path))
        files.set(path, Buffer.concat((await Array.fromAsync(entry)) as Uint8Array[]));
      else entry.resume();
    }
  })();
  await Promise.all([pipeline(archive, createGunzip(), counted, unpacking, { signal }), keeping]);
  return files;
}
