import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { fromSystemError, notRegularFile } from './file-error.ts';
import { isInside, isOpenedInside } from './is-inside.ts';

/** Without O_NONBLOCK, opening a named pipe waits for a writer forever. Windows has neither. */
const nonBlockingRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** How often a file is opened at most, if its path changes while it is opened. */
const maxOpenAttempts = 3;

/**
 * Reads the text of a `{ file }` entry, byte for byte. The file must be inside `root` after following symbolic links.
 * @throws `NOT_FOUND`, `FORBIDDEN`, `CONFIG_INVALID` (a directory, or outside the root), `CONTENT_INVALID`.
 */
export async function readFileEntry(
  file: string,
  { root, maxBytes }: { readonly root: string; readonly maxBytes: number },
): Promise<PromptTemplate> {
  try {
    const { handle, path } = await openFile(file, root);
    try {
      const { mtime } = checkStats(await handle.stat(), file, maxBytes);
      const bytes = await handle.readFile();
      if (bytes.length > maxBytes) throw tooLarge(file, maxBytes);
      const metadata = { updatedAt: mtime.toISOString() };
      return { content: decode(bytes, file), uri: pathToFileURL(path).href, metadata };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fromSystemError(error, file, root);
  }
}

/** Opens a file. The caller closes the handle: the oldest supported Node lacks `await using` and may run these sources directly. */
async function openFile(file: string, root: string): Promise<{ handle: FileHandle; path: string }> {
  for (let attempt = 1; attempt <= maxOpenAttempts; attempt += 1) {
    const path = await realpath(resolve(root, file));
    const realRoot = await realpath(root);
    if (!isInside(path, realRoot)) continue;
    const handle = await open(path, nonBlockingRead);
    try {
      if (await isOpenedInside(handle, path, realRoot)) return { handle, path };
    } catch (error) {
      await handle.close();
      throw error;
    }
    // A link was swapped in between, perhaps the root itself by a deployment.
    await handle.close();
  }
  throw new PromptError(
    'CONFIG_INVALID',
    `the file '${file}' is a link to a file outside the root ${root}: move that file into the root, or change root`,
  );
}

function checkStats(stats: Stats, file: string, maxBytes: number): Stats {
  if (stats.isDirectory()) {
    const message = `'${file}' is a directory: specify a file, or end the entry's name with '/*' to serve all its files`;
    throw new PromptError('CONFIG_INVALID', message);
  }
  if (!stats.isFile()) throw notRegularFile(file);
  if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
  return stats;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PromptError('CONTENT_INVALID', `the file '${file}' is not UTF-8: save it as UTF-8`);
  }
}

function tooLarge(file: string, maxBytes: number): PromptError {
  return new PromptError('CONTENT_INVALID', `the file '${file}' is larger than ${maxBytes} bytes: shorten it`);
}
