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
  const packages = (await readdir(join(repository, 'packages'))).map((name) => join(repository, 'packages', name));
  const tarballs = new Map<string, string>();
  for (const folder of [...packages, join(repository, 'examples/custom-provider')]) {
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
