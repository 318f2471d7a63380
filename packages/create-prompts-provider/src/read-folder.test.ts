import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFolder } from './read-folder.ts';
import { makeTemporaryFolder } from './test-support/temporary-folder.ts';

it('reads the files of all levels, and those whose names begin with a dot', async () => {
  await using parent = await makeTemporaryFolder();
  const folder = join(parent.path, 'folder');
  await mkdir(join(folder, '.github/workflows'), { recursive: true });
  await writeFile(join(folder, 'a.txt'), 'A');
  await writeFile(join(folder, '.github/workflows/b.yml'), 'B');
  expect(Object.fromEntries(await readFolder(folder))).toEqual({
    'a.txt': 'A',
    [join('.github', 'workflows', 'b.yml')]: 'B',
  });
});
