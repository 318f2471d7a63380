import { lstat, readdir, realpath } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { readManifest } from './workspace-packages.ts';

/** Files in a package's folder that are not in its tarball. */
const unpublished = /^(node_modules|\.turbo|\.tsbuildinfo)$|\.test(-d)?\.ts$/;

/** Returns the bytes on disk of a package and all of its dependencies, each counted once, as `du` reports them. */
export async function measureInstalledBytes(packageFolder: string): Promise<number> {
  const folders = new Set<string>();
  await collectDependencies(await realpath(packageFolder), folders);
  let bytes = 0;
  for (const folder of folders) bytes += await measureBytes(folder);
  return bytes;
}

async function collectDependencies(folder: string, folders: Set<string>): Promise<void> {
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = await readManifest(folder);
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const manifest = findPackageJSON(name, join(folder, 'package.json'));
    if (manifest === undefined)
      throw new Error(`${name}, a dependency of ${folder}, is not installed: run pnpm install`);
    await collectDependencies(await realpath(dirname(manifest)), folders);
  }
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
