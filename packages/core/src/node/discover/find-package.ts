// The default export: bundlers declare a `createRequire` of their own, Bun has no `findPackageJSON`, and a namespace is empty in webpack.
import modules from 'node:module';
import { dirname, join } from 'node:path';
import { exists } from '../exists.ts';

/** Returns the path of the nearest package.json in `folder` or above: the app's own. */
export function findAppManifest(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (exists(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAppManifest(parent);
}

/**
 * Returns the path of a dependency's package.json, as the app would resolve it.
 * `findPackageJSON` works in every layout except Yarn's PnP. There it throws, as in Bun, which does not have it; `require.resolve` works.
 */
export function findDependencyManifest(name: string, appManifest: string): string | undefined {
  try {
    const path = modules.findPackageJSON(name, appManifest);
    if (path !== undefined && exists(path)) return path;
  } catch {}
  try {
    return modules.createRequire(appManifest).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
