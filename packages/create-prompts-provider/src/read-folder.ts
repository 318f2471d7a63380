import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads all text files in a folder and the folders in it. The recursive `readdir` is not used: that of Yarn, which reads packages
 * from their archives, returns other paths.
 * @returns The texts by path, relative to the folder.
 */
export async function readFolder(folder: string, path = ''): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const item of await readdir(join(folder, path), { withFileTypes: true })) {
    const itemPath = join(path, item.name);
    if (item.isDirectory()) for (const [each, text] of await readFolder(folder, itemPath)) texts.set(each, text);
    else texts.set(itemPath, await readFile(join(folder, itemPath), 'utf8'));
  }
  return texts;
}
