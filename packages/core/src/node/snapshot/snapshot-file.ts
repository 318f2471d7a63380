import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../logger.ts';
import type { SnapshotFile } from '../../persistence/snapshot/snapshot-file.ts';
import { withLock } from './file-lock.ts';
import { readWithOwner, resolveLink } from './read-with-owner.ts';
import { removeLeftovers, writeAtomically } from './write-atomically.ts';

/** The first line. A file with another one is not a snapshot, or belongs to another release. */
const header = '{"format":"prompts-snapshot","version":1}';

/** In UTF-16 code units. Node can't read a text of twice this length. */
const defaultMaxLength = 2 ** 28;

/** How a snapshot file is opened. */
interface SnapshotFileOptions {
  /** Whether the records are authenticated. If so, it does not matter which user wrote the file. */
  readonly isAuthenticated?: boolean;
  /** The maximum total length of the lines, in UTF-16 code units. */
  readonly maxLength?: number;
}

/**
 * Opens a file of sealed records: the header, then one line per record, which begins with its key. The seal of a record
 * reveals a line that was truncated or changed. The records written last are at the end. A file that another user may have written is
 * not read unless its records are authenticated, and a file of another user is never replaced.
 */
export function openSnapshotFile(
  configuredPath: string,
  logger: Logger,
  { isAuthenticated = false, maxLength = defaultMaxLength }: SnapshotFileOptions = {},
): SnapshotFile {
  async function read({ path, isLink }: Target, isForWriting = false): Promise<Map<string, string>> {
    const file = await ifExists(readWithOwner(path));
    if (file === undefined) return new Map();
    const { text, ownerFault, modeFault } = file;
    if (ownerFault && isForWriting) throw new Error(`${ownerFault}, so it is not replaced: change its owner`);
    const fault = isAuthenticated ? undefined : (ownerFault ?? modeFault);
    if (fault) throw new Error(`${fault}: change its owner or mode, or set cache.integrityKey`);
    const [first, ...lines] = text.split('\n');
    if (first === header) {
      return new Map(
        lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
      );
    }
    const notSnapshot = `${path} is not a snapshot that this release can read`;
    if (isLink || ownerFault) throw new Error(`${notSnapshot}: set cache.snapshot to another path`);
    const renamed = `${path}.set-aside-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(path, renamed);
    logger.warn(`@prompts: ${notSnapshot}. It was renamed to ${renamed}`);
    return new Map();
  }

  return {
    async read() {
      // Without write permission there may still be a snapshot to read.
      await mkdir(dirname(configuredPath), { recursive: true }).catch(() => {});
      return namePermission('read', async () => read(await findTarget(configuredPath)));
    },
    async write(records, mayReplace) {
      await namePermission('write', async () => {
        const target = await findTarget(configuredPath);
        const { path } = target;
        await withLock(path, async () => {
          await removeLeftovers(path);
          // Keeps the records that other processes have written since.
          const kept = await read(target, true);
          for (const [key, sealed] of records) {
            const other = kept.get(key);
            if (other !== undefined && mayReplace && !(await mayReplace(key, other))) continue;
            // Those written last are at the end.
            kept.delete(key);
            kept.set(key, sealed);
          }
          const lines = Array.from(kept, ([key, sealed]) => `${key} ${sealed}`);
          await writeAtomically(path, `${[header, ...keepNewest(lines, maxLength)].join('\n')}\n`);
        });
      });
    },
  };

  /** Names the file and the flag: the error of `node --permission` names neither. */
  async function namePermission<Result>(access: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw error;
      const folder = dirname(configuredPath);
      throw new Error(
        `Node's permissions deny ${access} access to ${configuredPath}: pass --allow-fs-${access}=${folder}`,
      );
    }
  }
}

/** The file that holds the snapshot. */
interface Target {
  readonly path: string;
  /** Whether the configured path is a link to it. */
  readonly isLink: boolean;
}

async function findTarget(path: string): Promise<Target> {
  return (await ifExists(resolveLink(path))) ?? { path, isLink: false };
}

/** Resolves with undefined if the file does not exist. */
function ifExists<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  return operation.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Drops the records that were written longest ago: the texts of earlier configurations stay in the file. */
function keepNewest(lines: readonly string[], maxLength: number): readonly string[] {
  let length = 0;
  const lastDropped = lines.findLastIndex((line) => {
    length += line.length + 1;
    return length > maxLength;
  });
  return lines.slice(lastDropped + 1);
}
