import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findDependencies } from '../release/find-dependencies.ts';

/** Files in a package's folder that are not in its tarball. */
const unpublished = /^(node_modules|\.turbo|\.tsbuildinfo)$|\.test(-d)?\.ts$/;

/** Returns the bytes on disk of a package and all of its dependencies, each counted once, as `du` reports them. */
export async function measureInstalledBytes(packageFolder: string): Promise<number> {
  const own = await realpath(packageFolder);
  let bytes = 0;
  for (const folder of new Set([own, ...(await findDependencies(own))])) bytes += await measureBytes(folder);
  return bytes;
}

async function measureBytes(path: string): Promise<number> {
  const status = await lstat(path);
  let bytes = status.blocks * 512;
  if (!status.isDirectory()) return bytes;
  for (const name of await readdir(path)) {
    if (!unpublished.test(name)) bytes += await measureBytes(join(path, name));
  }
  return bytes;
}
