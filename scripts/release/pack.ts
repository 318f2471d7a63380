import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';

/** The paths of tarballs, by package name. */
export type Tarballs = ReadonlyMap<string, string>;

/**
 * Packs all public packages and the third-party example, as `pnpm publish` does.
 * @param repository The root folder of the repository.
 * @param target An existing folder for the tarballs.
 */
export async function packAll(repository: string, target: string): Promise<Tarballs> {
  const packages = await readdir(join(repository, 'packages'));
  const example = join(repository, 'examples/custom-provider');
  return new Map([...(await pack(repository, target, packages)), ...(await packFolders([example], target))]);
}

/** Packs some packages. @param packages The names of their folders. */
export function pack(repository: string, target: string, packages: readonly string[]): Promise<Tarballs> {
  return packFolders(
    packages.map((name) => join(repository, 'packages', name)),
    target,
  );
}

async function packFolders(folders: readonly string[], target: string): Promise<Tarballs> {
  const tarballs = new Map<string, string>();
  for (const folder of folders) {
    const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string };
    const { filename } = JSON.parse(await command(folder, 'pnpm', 'pack', '--json', '--pack-destination', target)) as {
      filename: string;
    };
    tarballs.set(name, filename);
  }
  return tarballs;
}

/** Returns the path of a package's tarball. @throws {Error} If there is none. */
export function findTarball(tarballs: Tarballs, name: string): string {
  const tarball = tarballs.get(name);
  if (tarball === undefined) throw new Error(`${name} is not packed. Packed are: ${[...tarballs.keys()].join(', ')}`);
  return tarball;
}
