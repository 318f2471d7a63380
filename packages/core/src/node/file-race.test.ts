import promises, { rename, symlink } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from '../test-support/folder.ts';
import { readFileEntry } from './files.ts';

/** What happens around each open. */
const around = { before: async () => {}, after: async () => {} };
const { open, readlink } = promises;

/** @param hasProc Whether this system seems to have /proc. */
function replaceCalls(hasProc: boolean) {
  promises.open = async (...parameters) => {
    await around.before();
    const handle = await open(...parameters);
    await around.after();
    return handle;
  };
  if (!hasProc) promises.readlink = async () => Promise.reject(new Error('ENOENT'));
  syncBuiltinESMExports();
}

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
  Object.assign(promises, { open, readlink });
  syncBuiltinESMExports();
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
    Object.assign(around, { before: async () => {}, after: async () => {} });
    replaceCalls(hasProc);
  });

  it('is not followed out of the root', async () => {
    around.before = async () => {
      around.before = async () => {};
      await swapFolders();
    };
    await expect(read()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is not followed if it is restored after each open', async () => {
    around.before = swapFolders;
    around.after = restoreFolders;
    await expect(read()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is read again if it is a folder inside the root', async () => {
    await root.write('next/a.md', 'next');
    around.before = async () => {
      around.before = async () => {};
      await rename(root.at('sub'), root.at('original'));
      await rename(root.at('next'), root.at('sub'));
    };
    expect(await read()).toBe('next');
  });
});
