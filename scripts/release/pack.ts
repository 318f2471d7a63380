import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';

/** Where each packed package's tarball stands, by package name. */
export type Tarballs = ReadonlyMap<string, string>;

/**
 * Packs every public package and the example of a third party's, as `pnpm publish` would.
 * @param repository The repository's root.
 * @param target Existing folder for the tarballs.
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

/** @throws {Error} If nothing of that name was packed. */
export function tarballOf(tarballs: Tarballs, name: string): string {
  const tarball = tarballs.get(name);
  if (tarball === undefined) throw new Error(`${name} was not packed; there are ${[...tarballs.keys()].join(', ')}`);
  return tarball;
}
