import { readFile, realpath } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * Finds the packages that npm installs with a package: its dependencies and required peers, and theirs.
 * @param folder The folder of the package, whose dependencies are installed.
 * @returns The real paths of their folders.
 */
export async function findDependencies(folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await collect(await realpath(folder), found);
  return found;
}

async function collect(folder: string, found: Set<string>): Promise<void> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const path = findPackageJSON(name, join(folder, 'package.json'));
    if (path === undefined) throw new Error(`${name}, a dependency of ${folder}, is not installed: run pnpm install`);
    const next = await realpath(dirname(path));
    if (found.has(next)) continue;
    found.add(next);
    await collect(next, found);
  }
}
