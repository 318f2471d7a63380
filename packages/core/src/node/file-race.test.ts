import { rename, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Folder, makeFolder } from '../test-support/folder.ts';
import { readFileEntry } from './files.ts';

/** What happens right before a file is opened, and whether this system has /proc. */
const system = vi.hoisted(() => ({ beforeOpen: async () => {}, afterOpen: async () => {}, hasProc: true }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const open: typeof original.open = async (...parameters) => {
    await system.beforeOpen();
    const handle = await original.open(...parameters);
    await system.afterOpen();
    return handle;
  };
  const readlink = async (path: string) => {
    if (!system.hasProc) throw new Error('ENOENT');
    return original.readlink(path);
  };
  return { ...original, open, readlink };
});

let root: Folder;
let outside: Folder;
beforeEach(async () => {
  root = await makeFolder();
  outside = await makeFolder();
  await root.write('sub/a.md', 'inside');
  await outside.write('a.md', 'outside');
  await symlink(outside.path, root.at('link'));
});
afterEach(async () => {
  Object.assign(system, { beforeOpen: async () => {}, afterOpen: async () => {}, hasProc: true });
  await root[Symbol.asyncDispose]();
  await outside[Symbol.asyncDispose]();
});

const read = () => readFileEntry('sub/a.md', { root: root.path, maxBytes: 1024 }).then(({ content }) => content);

async function swapFolders() {
  await rename(root.at('sub'), root.at('original'));
  await rename(root.at('link'), root.at('sub'));
}

async function restoreFolders() {
  await rename(root.at('sub'), root.at('link'));
  await rename(root.at('original'), root.at('sub'));
}

describe.each([true, false])('a folder that is replaced between check and open (/proc: %s)', (hasProc) => {
  beforeEach(() => {
    system.hasProc = hasProc;
  });

  it('is not followed out of the root', async () => {
    system.beforeOpen = async () => {
      system.beforeOpen = async () => {};
      await swapFolders();
    };
    await expect(read()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is not followed if it is restored after each open', async () => {
    system.beforeOpen = swapFolders;
    system.afterOpen = restoreFolders;
    await expect(read()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is read again if it is a folder inside the root', async () => {
    await root.write('next/a.md', 'next');
    system.beforeOpen = async () => {
      system.beforeOpen = async () => {};
      await rename(root.at('sub'), root.at('original'));
      await rename(root.at('next'), root.at('sub'));
    };
    expect(await read()).toBe('next');
  });
});
