import { readFile } from 'node:fs/promises';
import type { Manifest } from './release-copy.ts';

/**
 * Finds what should not have been installed: packages of ours that the project does not need, and their libraries.
 * @param lockfile The path of a lockfile of any package manager.
 * @param needed The names of our packages that the project depends on.
 * @param published The manifests of all our packages.
 */
export async function findForeignPackages(
  lockfile: string,
  needed: readonly string[],
  published: ReadonlyMap<string, Manifest>,
): Promise<readonly string[]> {
  const expected = new Set<string>();
  for (const name of needed) addWithDependencies(name, published, expected);
  const foreign = new Set<string>();
  for (const name of published.keys()) if (!expected.has(name)) addWithDependencies(name, published, foreign);
  const text = await readFile(lockfile, 'utf8');
  return [...foreign.difference(expected)].filter((name) => mentions(text, name));
}

function addWithDependencies(name: string, published: ReadonlyMap<string, Manifest>, names: Set<string>): void {
  names.add(name);
  for (const dependency of Object.keys(published.get(name)?.dependencies ?? {})) {
    if (!names.has(dependency)) addWithDependencies(dependency, published, names);
  }
}

/** Whether the name occurs, and not only as a part of another. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(^|node_modules/|[^\\w@/.-])${RegExp.escape(name)}($|[^\\w/.-])`, 'm').test(text);
}
