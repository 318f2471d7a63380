import { mkdir, readFile, realpath, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../logger.ts';
import type { SnapshotFile } from '../../persistence/snapshot/snapshot-file.ts';
import { withLock } from './file-lock.ts';
import { removeLeftovers, writeAtomically } from './write-atomically.ts';

/** The first line. A file with another one is not a snapshot, or belongs to another release. */
const header = '{"format":"prompts-snapshot","version":1}';

/** In UTF-16 code units. Node can't read a text of twice this length. */
const defaultMaxLength = 2 ** 28;

/**
 * Opens a file of sealed records: the header, then one line per record, which begins with its key. The seal of a record
 * reveals a line that was cut or changed. The records written last are at the end.
 * @param maxLength The length of all lines, in UTF-16 code units.
 */
export function openSnapshotFile(configuredPath: string, logger: Logger, maxLength = defaultMaxLength): SnapshotFile {
  async function read(path: string): Promise<Map<string, string>> {
    const text = await ifExists(readText(path));
    if (text === undefined) return new Map();
    const [first, ...lines] = text.split('\n');
    if (first !== header) {
      await renameForeign(path);
      return new Map();
    }
    return new Map(
      lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    );
  }

  async function renameForeign(path: string): Promise<void> {
    const renamed = `${path}.set-aside-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(path, renamed);
    logger.warn(`@prompts: ${path} is not a snapshot that this release can read. It was renamed to ${renamed}`);
  }

  return {
    async read() {
      // Without write permission there may still be a snapshot to read.
      await mkdir(dirname(configuredPath), { recursive: true }).catch(() => {});
      return read(await resolveLink(configuredPath));
    },
    async write(records) {
      const path = await resolveLink(configuredPath);
      await withLock(path, async () => {
        await removeLeftovers(path);
        // Keeps the records that other processes have written since.
        const kept = await read(path);
        for (const key of records.keys()) kept.delete(key);
        const lines = Array.from([...kept, ...records], ([key, sealed]) => `${key} ${sealed}`);
        await writeAtomically(path, `${[header, ...keepNewest(lines, maxLength)].join('\n')}\n`);
      });
    },
  };
}

async function readText(path: string): Promise<string> {
  // Reading a pipe would wait forever.
  if (!(await stat(path)).isFile())
    throw new Error(`${path} is not a regular file: set cache.snapshot to the path of a file`);
  return readFile(path, 'utf8');
}

/** Returns the target of a link: the link stays, and its target is replaced. */
async function resolveLink(path: string): Promise<string> {
  return (await ifExists(realpath(path))) ?? path;
}

/** Resolves with undefined if the file does not exist. */
function ifExists<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  return operation.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Drops the records that were written longest ago: every release with another configuration leaves its texts behind. */
function keepNewest(lines: readonly string[], maxLength: number): readonly string[] {
  let length = 0;
  const lastDropped = lines.findLastIndex((line) => {
    length += line.length + 1;
    return length > maxLength;
  });
  return lines.slice(lastDropped + 1);
}
