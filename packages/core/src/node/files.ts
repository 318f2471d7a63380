import { constants, type FSWatcher, type Stats, watch } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { isInside } from './is-inside.ts';

/** Without it, opening a named pipe waits for a writer, for ever. Windows has neither. */
const readAtOnce = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads the text of a `{ file }` entry, byte for byte.
 * @param options `confined`: the file, symbolic links followed, must be inside `root`.
 * @throws `NOT_FOUND`, `FORBIDDEN`, `CONFIG_INVALID` (a directory, or outside the root), `CONTENT_INVALID`.
 */
export async function readFileEntry(
  file: string,
  options: { readonly root: string; readonly confined: boolean; readonly maxBytes: number; readonly prompt: string },
): Promise<PromptTemplate> {
  const { root, confined, maxBytes } = options;
  try {
    const path = await realpath(resolve(root, file));
    if (confined && !isInside(path, await realpath(root))) {
      throw new PromptError(
        'CONFIG_INVALID',
        `the file '${file}' leads out of the root ${root}: move it there, or set root`,
      );
    }
    // Not `await using`: the oldest Node that is supported doesn't know it, and may read the sources as they are.
    const handle = await open(path, readAtOnce);
    try {
      const { mtime } = checked(await handle.stat(), file, maxBytes);
      const bytes = await handle.readFile();
      if (bytes.length > maxBytes) throw tooLarge(file, maxBytes);
      const metadata = { updatedAt: mtime.toISOString() };
      return { content: decode(bytes, file), uri: pathToFileURL(path).href, metadata };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fromSystem(error, file, root);
  }
}

function checked(stats: Stats, file: string, maxBytes: number): Stats {
  if (stats.isDirectory()) throw new PromptError('CONFIG_INVALID', `'${file}' is a directory: name a file in it`);
  if (!stats.isFile()) throw noOrdinaryFile(file);
  if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
  return stats;
}

/**
 * Calls back when a file changes, editors that replace it included. For development: errors cost the watch, nothing else.
 */
export function watchFileEntry(path: string, onChange: () => void): { close(): void } {
  let watcher: FSWatcher | undefined;
  let isTold = false;
  try {
    // The folder, not the file: an editor that writes a new file and renames it would end a watch on the old one.
    watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if ((name !== null && name !== basename(path)) || isTold) return;
      isTold = true;
      setImmediate(async () => {
        isTold = false;
        // A save empties a file before it writes it: that is no new text, and the writing is told as well.
        const isEmptied = (await stat(path).catch(() => undefined))?.size === 0;
        if (!isEmptied) onChange();
      });
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    return { close() {} };
  }
  return watcher;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PromptError('CONTENT_INVALID', `the file '${file}' is not UTF-8: save it as UTF-8`);
  }
}

function noOrdinaryFile(file: string): PromptError {
  return new PromptError('CONFIG_INVALID', `'${file}' is no ordinary file`);
}

function tooLarge(file: string, maxBytes: number): PromptError {
  return new PromptError('CONTENT_INVALID', `the file '${file}' is larger than ${maxBytes} bytes`);
}

function fromSystem(error: unknown, file: string, root: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new PromptError('NOT_FOUND', `there is no file '${file}' in ${root}`);
    case 'EACCES':
    case 'EPERM':
      return new PromptError('FORBIDDEN', `the file '${file}' may not be read: check its permissions`);
    case 'ENXIO':
      return noOrdinaryFile(file);
    case 'ELOOP':
      return new PromptError('CONFIG_INVALID', `'${file}' is a symbolic link that leads back to itself`);
    default:
      return error;
  }
}
