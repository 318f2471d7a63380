import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findAppRoot } from './discover/find-app-root.ts';

/**
 * Returns the folder where file entries and discovery start.
 * @param root A path, or a `file:` URL or its text, such as `import.meta.url`; the path of a file means its folder. Default: the app's
 * folder.
 * @throws TypeError for a URL that is not the URL of a file on this system.
 */
export function rootFolder(root?: string | URL): string {
  if (root === undefined) return findAppRoot({ program: process.argv[1], workingFolder: process.cwd() });
  const path = root instanceof URL || /^file:/i.test(root) ? fileURLToPath(root) : resolve(root);
  return isFile(path) ? dirname(path) : resolve(path);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // It does not exist, or access is denied.
    return false;
  }
}

/** Whether {@link rootFolder} accepts a value. */
export function isRoot(value: unknown): value is string | URL {
  if (typeof value !== 'string' && !(value instanceof URL)) return false;
  try {
    if (value instanceof URL || /^file:/i.test(value)) return !fileURLToPath(value).includes('\0');
    return value !== '' && !value.includes('\0');
  } catch {
    return false;
  }
}
