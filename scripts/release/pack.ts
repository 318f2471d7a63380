import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';

/** The paths of tarballs, by package name. */
export type Tarballs = ReadonlyMap<string, string>;

/**
 * Packs some packages, as `pnpm publish` does.
 * @param repository The root folder of the repository.
 * @param target An existing folder for the tarballs.
 * @param packages The names of their folders.
 */
export async function pack(repository: string, target: string, packages: readonly string[]): Promise<Tarballs> {
  const tarballs = new Map<string, string>();
  for (const folder of packages.map((name) => join(repository, 'packages', name))) {
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
