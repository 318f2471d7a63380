import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findUnprivilegedUser, makeFolderOf } from '../../../../../scripts/test/unprivileged-user.ts';
import { silentLogger } from '../../logger.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { openSnapshotFile } from './snapshot-file.ts';

const run = promisify(execFile);
const writer = new URL('../../test-support/write-on-bad-disk.ts', import.meta.url);
const server = new URL('../../test-support/serve-on-bad-disk.ts', import.meta.url);
const nodeArgs = (script: URL) => ['-C', '@prompts/source', fileURLToPath(script)];

/** Runs `write-on-bad-disk.ts`. @returns Its output, and whether it was killed. */
async function writeOnBadDisk(path: string, fault: string): Promise<{ stdout: string; isKilled: boolean }> {
  return run(process.execPath, [...nodeArgs(writer), path, fault]).then(
    ({ stdout }) => ({ stdout, isKilled: false }),
    (error: { stdout: string; stderr: string; signal: string }) => {
      if (error.signal !== 'SIGKILL') throw error;
      return { stdout: error.stdout, isKilled: true };
    },
  );
}

/**
 * Runs `serve-on-bad-disk.ts` twice. The first run writes its text to the snapshot.
 * @param serveAgain Runs node with these arguments and a text, where the disk no longer accepts writes.
 * @returns The output of the second run.
 */
async function serveTwice(root: string, serveAgain: (args: string[]) => Promise<{ stdout: string }>) {
  const args = [...nodeArgs(server), root];
  await run(process.execPath, [...args, 'one']);
  const { stdout } = await serveAgain(args);
  const records = await openSnapshotFile(`${root}/.prompts/snapshot`, silentLogger).read();
  expect([...records.values()].join()).toContain('"one"');
  return JSON.parse(stdout);
}

/** Returns the generations of the three records. A record that is cut or missing adds a text that is not a generation. */
const generationsIn = (records: ReadonlyMap<string, string>) => [
  ...new Set(['a', 'b', 'c'].map((key) => records.get(key)?.replace(/x{10000}$/, ''))),
];

describe('a snapshot', () => {
  it('is intact after its writer was killed during any call to the disk', { timeout: 120_000 }, async () => {
    await using folder = await makeFolder();
    const killAtCall = async (call: number) => {
      await mkdir(folder.at(`${call}`));
      const path = folder.at(`${call}/snapshot`);
      const { stdout, isKilled } = await writeOnBadDisk(path, `${call}`);
      const file = openSnapshotFile(path, silentLogger);
      const generations = generationsIn(await file.read());
      expect(stdout).toBe(isKilled ? '' : 'acknowledged');
      expect(generations, `call ${call}`).toEqual(isKilled ? [expect.stringMatching(/^(old|new)$/)] : ['new']);
      // The next process can write, and removes the leftovers.
      await file.write(new Map([['d', 'more']]));
      const after = await file.read();
      expect([generationsIn(after), after.get('d')]).toEqual([generations, 'more']);
      expect(await readdir(folder.at(`${call}`))).toEqual(['snapshot']);
      return isKilled;
    };
    let calls = 0;
    for (let killed = [true]; killed.at(-1); calls += killed.length) {
      killed = await Promise.all([1, 2].map((offset) => killAtCall(calls + offset)));
    }
    // The lock, the old text, the new text, the rename, the folder, and the lock again.
    expect(calls).toBeGreaterThan(10);
  });

  it('is intact after any call to the disk failed, and can be written again', async () => {
    await using folder = await makeFolder();
    const failWith = async (code: string) => {
      await mkdir(folder.at(code));
      const { stdout } = await writeOnBadDisk(folder.at(`${code}/snapshot`), code);
      const rounds = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      for (const round of rounds) {
        const texts = round.code === 'acknowledged' ? ['new'] : [expect.stringMatching(/^(old|new)$/)];
        expect(round).toMatchObject({ texts, after: { texts: ['newer'], files: ['snapshot'] } });
        // Temporary files don't pile up on a full disk.
        if (round.failedCall !== 'unlink') expect(round).toMatchObject({ leftovers: [] });
      }
      expect(rounds.filter((round) => round.code === code).length).toBeGreaterThan(5);
      expect(rounds.at(-1).code).toBe('acknowledged');
    };
    await Promise.all(['ENOSPC', 'EIO'].map(failWith));
  });

  it('on a full disk does not prevent reads, and the failure is logged', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no limit for the size of a file');
    await using folder = await makeFolder();
    const result = await serveTwice(folder.path, (args) =>
      // Limits the size of files that the process may write to 8 blocks.
      run('sh', ['-c', 'ulimit -f 8 && exec "$@"', 'sh', process.execPath, ...args, `two${'x'.repeat(100_000)}`]),
    );
    expect(result).toEqual({
      restored: 'one',
      served: 'two',
      state: 'failing',
      warnings: [expect.stringContaining("the snapshot can't be written: EFBIG")],
    });
    expect(await readdir(folder.at('.prompts'))).toEqual(['snapshot']);
  });

  it('in a read-only folder is still served, and the failure is logged', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no read-only folders');
    // Root can write to read-only folders.
    const user = findUnprivilegedUser();
    if (process.getuid?.() === 0 && !user) {
      context.skip("root ignores the permissions of files, and this process can't run programs as the user nobody");
    }
    const root = await makeFolderOf(user, 'prompts-');
    const result = await serveTwice(root, async (args) => {
      await chmod(`${root}/.prompts/snapshot`, 0o444);
      await chmod(`${root}/.prompts`, 0o555);
      return run(process.execPath, [...args, 'two', ...(user ? [`${user.uid}`, `${user.gid}`] : [])]);
    }).finally(async () => {
      await chmod(`${root}/.prompts`, 0o755);
      await rm(root, { recursive: true });
    });
    expect(result).toEqual({
      restored: 'one',
      served: 'two',
      state: 'failing',
      warnings: [expect.stringContaining("the snapshot can't be written: EACCES")],
    });
  });
});
