import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../logger.ts';
import type { SnapshotFile } from '../../persistence/snapshot-file.ts';
import { withLock } from './file-lock.ts';
import { removeLeftovers, writeAtomically } from './write-atomically.ts';

/** The first line. Another one is no snapshot, or one of another release. */
const header = '{"format":"prompts-snapshot","version":1}';

/**
 * Sealed records in one file: the header, then a line for each, its key first. A line that was cut or altered is found out
 * by its seal.
 */
export function openSnapshotFile(path: string, logger: Logger): SnapshotFile {
  async function read(): Promise<Map<string, string>> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return new Map();
    const [first, ...lines] = text.split('\n');
    if (first !== header) {
      await setAside();
      return new Map();
    }
    return new Map(
      lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    );
  }

  async function setAside(): Promise<void> {
    const aside = `${path}.set-aside-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(path, aside);
    logger.warn(`@prompts: ${path} is no snapshot that this release can read; it is ${aside} now`);
  }

  return {
    async read() {
      await mkdir(dirname(path), { recursive: true });
      return read();
    },
    write(records) {
      return withLock(path, async () => {
        await removeLeftovers(path);
        // Others may have written since: theirs stays.
        const merged = new Map([...(await read()), ...records]);
        const lines = Array.from(merged, ([key, sealed]) => `${key} ${sealed}`);
        await writeAtomically(path, `${[header, ...lines].join('\n')}\n`);
      });
    },
  };
}
