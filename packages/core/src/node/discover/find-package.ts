import { existsSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The nearest package.json from `folder` upwards: the app's own. */
export function findAppManifest(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAppManifest(parent);
}

/**
 * The package.json of a dependency, as the app would resolve it.
 * `findPackageJSON` is right in every layout but Yarn's PnP; there it throws, and `require` knows the way.
 */
export function findDependencyManifest(name: string, appManifest: string): string | undefined {
  try {
    const path = findPackageJSON(name, appManifest);
    if (path !== undefined && existsSync(path)) return path;
  } catch {}
  try {
    return createRequire(appManifest).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
