import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { openSnapshotFile } from './snapshot-file.ts';

const script = new URL('../../test-support/write-on-bad-disk.ts', import.meta.url).pathname;

/** @returns what it printed, and whether it was killed. */
async function run(...given: string[]): Promise<{ stdout: string; isKilled: boolean }> {
  const running = promisify(execFile)(process.execPath, ['-C', '@prompts/source', script, ...given]);
  return running.then(
    ({ stdout }) => ({ stdout, isKilled: false }),
    (error: { stdout: string; stderr: string; signal: string }) => {
      if (error.signal !== 'SIGKILL') throw error;
      return { stdout: error.stdout, isKilled: true };
    },
  );
}

const server = new URL('../../test-support/serve-on-bad-disk.ts', import.meta.url).pathname;

/** Has a process serve a text, and one after it another, where the disk takes that no longer. */
async function serveTwice(root: string, serveOther: (command: string[]) => Promise<{ stdout: string }>) {
  const command = [process.execPath, '-C', '@prompts/source', server, root];
  await promisify(execFile)(command[0] as string, [...command.slice(1), 'one']);
  const { stdout } = await serveOther(command);
  const before = await openSnapshotFile(`${root}/.prompts/snapshot`, silentLogger).read();
  expect([...before.values()].join()).toContain('"one"');
  return JSON.parse(stdout);
}

/** What the three records hold; that of one which is cut or missing is no text of a generation. */
const textsOf = (records: ReadonlyMap<string, string>) => [
  ...new Set(['a', 'b', 'c'].map((key) => records.get(key)?.replace(/x{10000}$/, ''))),
];

describe('a snapshot', () => {
  it('is whole at whichever call to the disk its writer is killed', { timeout: 120_000 }, async () => {
    await using folder = await makeFolder();
    const tryCall = async (call: number) => {
      await mkdir(folder.at(`${call}`));
      const path = folder.at(`${call}/snapshot`);
      const { stdout, isKilled } = await run(path, `${call}`);
      const file = openSnapshotFile(path, silentLogger);
      const texts = textsOf(await file.read());
      expect(stdout).toBe(isKilled ? '' : 'acknowledged');
      expect(texts, `call ${call}`).toEqual(isKilled ? [expect.stringMatching(/^(old|new)$/)] : ['new']);
      // The next process is not held up, and clears up.
      await file.write(new Map([['d', 'more']]));
      const after = await file.read();
      expect([textsOf(after), after.get('d')]).toEqual([texts, 'more']);
      expect(await readdir(folder.at(`${call}`))).toEqual(['snapshot']);
      return isKilled;
    };
    let calls = 0;
    for (let killed = [true]; killed.at(-1); calls += killed.length) {
      killed = await Promise.all([1, 2].map((more) => tryCall(calls + more)));
    }
    // The lock, the old text, the new one, its name, the folder, the lock again.
    expect(calls).toBeGreaterThan(10);
  });

  it('is whole whichever call fails, and is written again later', async () => {
    await using folder = await makeFolder();
    const tryCode = async (code: string) => {
      await mkdir(folder.at(code));
      const { stdout } = await run(folder.at(`${code}/snapshot`), code);
      const all = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      for (const one of all) {
        const texts = one.code === 'acknowledged' ? ['new'] : [expect.stringMatching(/^(old|new)$/)];
        expect(one).toMatchObject({ texts, after: { texts: ['newer'], files: ['snapshot'] } });
        // Nothing piles up on a disk that is full.
        if (one.broken !== 'unlink') expect(one).toMatchObject({ left: [] });
      }
      expect(all.filter((one) => one.code === code).length).toBeGreaterThan(5);
      expect(all.at(-1).code).toBe('acknowledged');
    };
    await Promise.all(['ENOSPC', 'EIO'].map(tryCode));
  });

  it('on a disk that takes no more is told of, and harms nobody', async (context) => {
    if (process.platform === 'win32') context.skip('there is no limit of a file there');
    await using folder = await makeFolder();
    const told = await serveTwice(folder.path, (command) =>
      // The largest file that the process may write: 8 blocks.
      promisify(execFile)('sh', ['-c', 'ulimit -f 8 && exec "$@"', 'sh', ...command, `two${'x'.repeat(100_000)}`]),
    );
    expect(told).toEqual({
      restored: 'one',
      served: 'two',
      state: 'failing',
      warnings: [expect.stringContaining("the snapshot can't be written: EFBIG")],
    });
    expect(await readdir(folder.at('.prompts'))).toEqual(['snapshot']);
  });

  it('in a folder that may only be read is still served, told of, and harms nobody', async (context) => {
    if (process.platform === 'win32') context.skip('there are no such folders there');
    await using folder = await makeFolder();
    const told = await serveTwice(folder.path, async (command) => {
      const [node, ...given] = command as [string, ...string[]];
      // Nobody but root may write everywhere.
      const user = process.getuid?.() === 0 ? ['65534'] : [];
      await chmod(folder.path, 0o755);
      await chmod(folder.at('.prompts/snapshot'), 0o444);
      await chmod(folder.at('.prompts'), 0o555);
      try {
        return await promisify(execFile)(node, [...given, 'two', ...user]);
      } finally {
        await chmod(folder.at('.prompts'), 0o755);
      }
    });
    expect(told).toEqual({
      restored: 'one',
      served: 'two',
      state: 'failing',
      warnings: [expect.stringContaining("the snapshot can't be written: EACCES")],
    });
  });
});
