import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** The fields of a package.json that benchmarks read. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly prompts?: { readonly providers: Readonly<Record<string, string>> };
}

/** A package of this repository. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The path of the built module that an app on Node.js imports. */
  readonly entry: string;
}

/** Finds core and all providers, core first. */
export async function findCoreAndProviders(): Promise<readonly WorkspacePackage[]> {
  const found: WorkspacePackage[] = [];
  for (const name of await readdir(packages)) {
    const folder = join(packages, name);
    const manifest = await readManifest(folder);
    if (name === 'core') found.unshift({ folder, manifest, entry: join(folder, 'dist/node/index.js') });
    else if (manifest.prompts) found.push({ folder, manifest, entry: join(folder, 'dist/index.js') });
  }
  return found;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
