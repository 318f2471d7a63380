import { mkdir, readFile, realpath, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../logger.ts';
import type { SnapshotFile } from '../../persistence/snapshot-file.ts';
import { withLock } from './file-lock.ts';
import { removeLeftovers, writeAtomically } from './write-atomically.ts';

/** The first line. Another one is no snapshot, or one of another release. */
const header = '{"format":"prompts-snapshot","version":1}';

/** UTF-16 units. Node reads no text of twice that. */
const largest = 2 ** 28;

/**
 * Sealed records in one file: the header, then a line for each, its key first. A line that was cut or altered is found out
 * by its seal. What was written last stands last.
 * @param most UTF-16 units of all lines.
 */
export function openSnapshotFile(named: string, logger: Logger, most = largest): SnapshotFile {
  async function read(path: string): Promise<Map<string, string>> {
    const text = await ifThere(textOf(path));
    if (text === undefined) return new Map();
    const [first, ...lines] = text.split('\n');
    if (first !== header) {
      await setAside(path);
      return new Map();
    }
    return new Map(
      lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    );
  }

  async function setAside(path: string): Promise<void> {
    const aside = `${path}.set-aside-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(path, aside);
    logger.warn(`@prompts: ${path} is no snapshot that this release can read; it is ${aside} now`);
  }

  return {
    async read() {
      await mkdir(dirname(named), { recursive: true });
      return read(await targetOf(named));
    },
    async write(records) {
      const path = await targetOf(named);
      await withLock(path, async () => {
        await removeLeftovers(path);
        // Others may have written since: theirs stays.
        const kept = await read(path);
        for (const key of records.keys()) kept.delete(key);
        const lines = Array.from([...kept, ...records], ([key, sealed]) => `${key} ${sealed}`);
        await writeAtomically(path, `${[header, ...last(lines, most)].join('\n')}\n`);
      });
    },
  };
}

async function textOf(path: string): Promise<string> {
  // Who reads a pipe waits for ever.
  if (!(await stat(path)).isFile()) throw new Error(`${path} is no file`);
  return readFile(path, 'utf8');
}

/** A link stays one: it is the file it leads to that is replaced. */
async function targetOf(path: string): Promise<string> {
  return (await ifThere(realpath(path))) ?? path;
}

function ifThere<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  return finding.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** What nobody has written again for longest goes: each release may ask by another configuration, and leave its texts. */
function last(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const tooMuch = lines.findLastIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return lines.slice(tooMuch + 1);
}
