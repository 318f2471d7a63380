import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { openSnapshotFile } from './snapshot-file.ts';

const script = fileURLToPath(new URL('../../test-support/write-snapshots.ts', import.meta.url));

/** Kills the writer of a snapshot repeatedly, each time at some moment of a write. */
async function killWriters(path: string, kills: number): Promise<void> {
  const file = openSnapshotFile(path, silentLogger);
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, ['-C', '@prompts/source', script, path, `${acknowledged + 1}`]);
    const exited = once(child, 'exit');
    let remainingWrites = 1 + (kill % 3);
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      remainingWrites -= 1;
      if (remainingWrites === 0) child.kill('SIGKILL');
    }
    await exited;
    const generations = new Set([...(await file.read()).values()].map((text) => Number.parseInt(text, 10)));
    expect(generations.size).toBe(1);
    const [generation] = generations;
    expect(generation).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = generation as number;
  }
}

describe('a snapshot file', () => {
  it('is complete, and contains every acknowledged write, whenever its writer is killed', {
    timeout: 900_000,
  }, async () => {
    await using folder = await makeFolder();
    const lanes = ['a', 'b', 'c', 'd'].map((name) => killWriters(folder.at(name), 50));
    await Promise.all(lanes);
  });

  it('keeps the records of four processes that write at the same time', async () => {
    await using folder = await makeFolder();
    const put = fileURLToPath(new URL('../../test-support/put-in-snapshot.ts', import.meta.url));
    const names = ['a', 'b', 'c', 'd'];
    const run = promisify(execFile);
    await Promise.all(
      names.map((name) => run(process.execPath, ['-C', '@prompts/source', put, folder.at('snapshot'), name, '20'])),
    );
    const records = await openSnapshotFile(folder.at('snapshot'), silentLogger).read();
    for (const name of names) {
      for (let number = 0; number < 20; number += 1)
        expect(records.get(`own-${name}-${number}`)).toBe(`text ${number}`);
    }
    // A record that all of them write has the last value of one of them.
    expect(records.get('shared')).toMatch(/^[abcd] 19$/);
    expect(records.size).toBe(4 * 20 + 1);
    expect(await readdir(folder.path)).toEqual(['snapshot']);
  });

  it('keeps the records of several writers in one process that write at the same time', async () => {
    await using folder = await makeFolder();
    const files = Array.from({ length: 8 }, () => openSnapshotFile(folder.at('snapshot'), silentLogger));
    await Promise.all(files.map((file, number) => file.write(new Map([[`key-${number}`, `text ${number}`]]))));
    expect((await files[0]?.read())?.size).toBe(8);
    expect(await readdir(folder.path)).toEqual(['snapshot']);
  });

  it.each(['', 'something else\n', '{"format":"prompts-snapshot","version":2}\nkey text\n'])(
    'is renamed if it is not a snapshot: %j',
    async (foreign) => {
      await using folder = await makeFolder();
      const warnings: string[] = [];
      const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
      await writeFile(folder.at('snapshot'), foreign);
      const file = openSnapshotFile(folder.at('snapshot'), logger);
      expect(await file.read()).toEqual(new Map());
      const [renamed] = await readdir(folder.path);
      expect(renamed).toMatch(/^snapshot\.set-aside-/);
      expect(await readFile(folder.at(renamed as string), 'utf8')).toBe(foreign);
      expect(warnings).toEqual([
        `@prompts: ${folder.at('snapshot')} is not a snapshot that this release can read. It was renamed to ${folder.at(renamed as string)}`,
      ]);
      await file.write(new Map([['key', 'text']]));
      expect(await file.read()).toEqual(new Map([['key', 'text']]));
    },
  );

  it('removes an old lock that a process on another machine left behind', async () => {
    await using folder = await makeFolder();
    await writeFile(folder.at('snapshot.lock'), 'elsewhere 1');
    await utimes(folder.at('snapshot.lock'), 1, 1);
    const file = openSnapshotFile(folder.at('snapshot'), silentLogger);
    await file.write(new Map([['key', 'text']]));
    expect(await readdir(folder.path)).toEqual(['snapshot']);
  });

  it('rejects a path that is a folder', async () => {
    await using folder = await makeFolder();
    await mkdir(folder.at('snapshot'));
    const file = openSnapshotFile(folder.at('snapshot'), silentLogger);
    await expect(file.read()).rejects.toThrow(`${folder.at('snapshot')} is not a regular file`);
    await expect(file.write(new Map([['key', 'text']]))).rejects.toThrow(
      `${folder.at('snapshot')} is not a regular file`,
    );
    expect(await readdir(folder.path)).toEqual(['snapshot']);
  });

  it.skipIf(process.platform === 'win32')('rejects a path that is a pipe', async () => {
    await using folder = await makeFolder();
    await promisify(execFile)('mkfifo', [folder.at('snapshot')]);
    const reading = openSnapshotFile(folder.at('snapshot'), silentLogger).read();
    await expect(reading).rejects.toThrow(`${folder.at('snapshot')} is not a regular file`);
  });

  it('is written to the target of a link', async () => {
    await using folder = await makeFolder();
    await mkdir(folder.at('shared'));
    await openSnapshotFile(folder.at('shared/snapshot'), silentLogger).write(new Map([['old', 'text']]));
    await symlink('shared/snapshot', folder.at('link'));
    await openSnapshotFile(folder.at('link'), silentLogger).write(new Map([['new', 'text']]));
    expect(await openSnapshotFile(folder.at('shared/snapshot'), silentLogger).read()).toEqual(
      new Map([
        ['old', 'text'],
        ['new', 'text'],
      ]),
    );
    expect(await readdir(folder.path)).toEqual(['link', 'shared']);
    expect(await readdir(folder.at('shared'))).toEqual(['snapshot']);
  });

  it('removes the leftovers of killed writers, and no other files', async () => {
    await using folder = await makeFolder();
    const id = randomUUID();
    const others = ['snapshot.mine.tmp', `snapshot.staging.${id}.tmp`, `snapshots.${id}.tmp`];
    for (const name of [...others, `snapshot.${id}.tmp`, `snapshot.lock.${id}.tmp`]) await folder.write(name, '');
    await openSnapshotFile(folder.at('snapshot'), silentLogger).write(new Map([['key', 'text']]));
    expect(await readdir(folder.path)).toEqual(['snapshot', ...others].sort());
  });

  it('drops the records that were written longest ago when it is full', async () => {
    await using folder = await makeFolder();
    const file = openSnapshotFile(folder.at('snapshot'), silentLogger, { maxLength: 30 });
    for (const key of ['a', 'b', 'c', 'a', 'd']) await file.write(new Map([[key, `of ${key}....`]]));
    expect([...(await file.read()).keys()]).toEqual(['a', 'd']);
  });
});
