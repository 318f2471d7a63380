import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from './command.ts';
import type { Layout } from './layouts.ts';
import type { Registry } from './registry.ts';

/** Where projects are created, and from where their dependencies come. */
export interface Outside {
  /** An existing folder outside the repository. */
  readonly parent: string;
  readonly registry: Registry;
}

/** Versions or ranges by package name. */
export type Dependencies = Readonly<Record<string, string>>;

/**
 * Creates a project outside the repository and installs its dependencies from the registry.
 * @param apps If given, the project is a workspace: the dependencies of `apps/<name>`, by name.
 * @returns Its folder, which contains the programs of `outside/`, as does that of every app.
 */
export async function createOutsideProject(
  { parent, registry }: Outside,
  layout: Layout,
  dependencies: Dependencies,
  apps: Readonly<Record<string, Dependencies>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(parent, 'app-'));
  const workspaces = Object.keys(apps).length > 0 ? ['apps/*'] : undefined;
  const projects = {
    '': { name: 'outside', dependencies, workspaces },
    ...Object.fromEntries(
      Object.entries(apps).map(([name, dependencies]) => [join('apps', name), { name, dependencies }]),
    ),
  };
  for (const [path, manifest] of Object.entries(projects)) {
    const project = join(folder, path);
    await mkdir(project, { recursive: true });
    await cp(new URL('./outside', import.meta.url), project, { recursive: true });
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({ version: '1.0.0', private: true, type: 'module', ...manifest }, undefined, 2),
    );
  }
  const cache = join(dirname(folder), 'caches');
  for (const [name, text] of Object.entries(layout.settings(registry, cache)))
    await writeFile(join(folder, name), text);
  const [file = '', ...args] = layout.install;
  await command(folder, file, ...args);
  return folder;
}
