import { lstat, readdir, realpath } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { readManifest } from './workspace-packages.ts';

/** What is in a workspace package's folder but not in its tarball. */
const unpublished = /^(node_modules|\.turbo|\.tsbuildinfo)$|\.test(-d)?\.ts$/;

/** Bytes on disk of a package and everything it brings along, each once: what `du` says after an install. */
export async function installedBytes(packageFolder: string): Promise<number> {
  const folders = new Set<string>();
  await collect(await realpath(packageFolder), folders);
  let bytes = 0;
  for (const folder of folders) bytes += await bytesIn(folder);
  return bytes;
}

async function collect(folder: string, folders: Set<string>): Promise<void> {
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = await readManifest(folder);
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const manifest = findPackageJSON(name, join(folder, 'package.json'));
    if (manifest === undefined) throw new Error(`${name}, needed by ${folder}, is not installed: run pnpm install`);
    await collect(await realpath(dirname(manifest)), folders);
  }
}

async function bytesIn(path: string): Promise<number> {
  const status = await lstat(path);
  let bytes = status.blocks * 512;
  if (!status.isDirectory()) return bytes;
  for (const name of await readdir(path)) {
    if (!unpublished.test(name)) bytes += await bytesIn(join(path, name));
  }
  return bytes;
}
