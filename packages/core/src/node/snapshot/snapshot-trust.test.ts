import { execFile } from 'node:child_process';
import { chmod, chown, lchown, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, type TestContext } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { type Folder, makeFolder } from '../../test-support/folder.ts';
import { openSnapshotFile } from './snapshot-file.ts';

const run = promisify(execFile);
const texts = new Map([['key', 'text']]);
const isWindows = process.platform === 'win32';

/** Any user that is neither this one nor root. */
const stranger = 61_234;

function requireRoot(context: TestContext): void {
  if (process.getuid?.() !== 0) context.skip('only root can give a file to another user');
}

const open = (folder: Folder, options = {}) => openSnapshotFile(folder.at('snapshot'), silentLogger, options);

describe('a snapshot of another user', () => {
  it('is neither read nor replaced', async (context) => {
    requireRoot(context);
    await using folder = await makeFolder();
    await open(folder).write(texts);
    await chown(folder.at('snapshot'), stranger, stranger);
    await expect(open(folder).read()).rejects.toThrow(
      `${folder.at('snapshot')} belongs to another user (uid ${stranger}): change its owner or mode, or set cache.integrityKey`,
    );
    const before = await readFile(folder.at('snapshot'), 'utf8');
    await expect(open(folder).write(new Map([['other', 'text']]))).rejects.toThrow('another user');
    expect(await readFile(folder.at('snapshot'), 'utf8')).toBe(before);
    expect(await readdir(folder.path)).toEqual(['snapshot']);
  });

  it('is read if its records are authenticated, and not replaced', async (context) => {
    requireRoot(context);
    await using folder = await makeFolder();
    await open(folder).write(texts);
    await chown(folder.at('snapshot'), stranger, stranger);
    expect(await open(folder, { isAuthenticated: true }).read()).toEqual(texts);
    await expect(open(folder, { isAuthenticated: true }).write(texts)).rejects.toThrow('is not replaced');
  });

  it('is read and replaced if only its folder belongs to another user', async (context) => {
    requireRoot(context);
    await using folder = await makeFolder();
    await open(folder).write(texts);
    await chown(folder.path, stranger, stranger);
    await chmod(folder.path, 0o777);
    expect(await open(folder).read()).toEqual(texts);
    await open(folder).write(new Map([['more', 'text']]));
    expect((await open(folder).read()).size).toBe(2);
  });

  it('is not followed if it is a link', async (context) => {
    requireRoot(context);
    await using folder = await makeFolder();
    await folder.write('home/notes', 'my notes');
    await symlink(folder.at('home/notes'), folder.at('snapshot'));
    await lchown(folder.at('snapshot'), stranger, stranger);
    for (const work of [() => open(folder).read(), () => open(folder).write(texts)])
      await expect(work()).rejects.toThrow('another user (uid 61234): replace the link with your own');
    expect(await readFile(folder.at('home/notes'), 'utf8')).toBe('my notes');
  });
});

it('reads and merges a snapshot that any user can write to only if its records are authenticated', async (context) => {
  if (isWindows) context.skip('Windows has no modes');
  await using folder = await makeFolder();
  await open(folder).write(texts);
  await chmod(folder.at('snapshot'), 0o666);
  for (const work of [() => open(folder).read(), () => open(folder).write(texts)])
    await expect(work()).rejects.toThrow(`any user can write to ${folder.at('snapshot')}`);
  expect(await open(folder, { isAuthenticated: true }).read()).toEqual(texts);
  await open(folder, { isAuthenticated: true }).write(texts);
});

it('does not change the target of a link if the target is not a snapshot', async () => {
  await using folder = await makeFolder();
  await folder.write('home/notes', 'my notes');
  await symlink(folder.at('home/notes'), folder.at('snapshot'));
  for (const work of [() => open(folder).read(), () => open(folder).write(texts)])
    await expect(work()).rejects.toThrow(`${folder.at('home/notes')} is not a snapshot that this release can read`);
  expect(await readdir(folder.at('home'))).toEqual(['notes']);
  expect(await readFile(folder.at('home/notes'), 'utf8')).toBe('my notes');
});

it('replaces a link without a target', async () => {
  await using folder = await makeFolder();
  await symlink(folder.at('nowhere/snapshot'), folder.at('snapshot'));
  expect(await open(folder).read()).toEqual(new Map());
  await open(folder).write(texts);
  expect(await open(folder).read()).toEqual(texts);
});

it.skipIf(isWindows)('removes a lock that is a pipe or a link', async () => {
  await using folder = await makeFolder();
  await run('mkfifo', [folder.at('snapshot.lock')]);
  await open(folder).write(texts);
  await symlink('snapshot', folder.at('snapshot.lock'));
  await open(folder).write(texts);
  expect(await readdir(folder.path)).toEqual(['snapshot']);
});

describe('under node --permission', () => {
  const server = fileURLToPath(new URL('../../test-support/serve-on-bad-disk.ts', import.meta.url));
  const args = (root: string, text: string) => ['-C', '@prompts/source', server, root, text];
  const repository = fileURLToPath(new URL('../../../../../', import.meta.url));

  async function serve(context: TestContext, flags: (root: string) => string[]) {
    if (!process.allowedNodeEnvironmentFlags.has('--permission')) context.skip('this Node has no --permission');
    await using folder = await makeFolder();
    await run(process.execPath, args(folder.path, 'one'));
    const { stdout } = await run(process.execPath, [
      '--permission',
      ...flags(folder.path),
      ...args(folder.path, 'two'),
    ]);
    return { root: folder.path, result: JSON.parse(stdout) };
  }

  it('reads a snapshot with read access only, and names the file and the flag in the warning', async (context) => {
    const { root, result } = await serve(context, () => ['--allow-fs-read=*']);
    const path = `${root}/.prompts/snapshot`;
    expect(result).toEqual({
      restored: 'one',
      served: 'two',
      state: 'failing',
      warnings: [
        `@prompts: the snapshot can't be written: Node's permissions deny write access to ${path}: pass --allow-fs-write=${root}/.prompts`,
      ],
    });
  });

  it('starts an app without access to its root, and logs a warning', async (context) => {
    const { root, result } = await serve(context, () => [`--allow-fs-read=${repository}`]);
    const path = `${root}/.prompts/snapshot`;
    expect(result).toMatchObject({ served: 'two', state: 'failing' });
    expect(result.warnings).toEqual([
      `@prompts: the snapshot can't be read: Node's permissions deny read access to ${path}: pass --allow-fs-read=${root}/.prompts`,
      expect.stringContaining("the snapshot can't be written: "),
    ]);
  });
});

it('fails to write a snapshot if its folder cannot be created', async () => {
  await using folder = await makeFolder();
  await writeFile(folder.at('file'), '');
  const file = openSnapshotFile(folder.at('file/snapshot'), silentLogger);
  await expect(file.read()).rejects.toThrow('ENOTDIR');
  await rm(folder.at('file'));
  await mkdir(folder.at('file'));
  await file.write(texts);
  expect(await file.read()).toEqual(texts);
});
