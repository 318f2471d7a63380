import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { findTarball, type Tarballs } from './pack.ts';

/** A layout of `node_modules`. In each, discovery could fail in its own way. */
export type Layout = 'npm, flat' | 'pnpm, isolated' | 'pnpm, hoist: false';

/** All layouts. */
export const layouts: readonly Layout[] = ['npm, flat', 'pnpm, isolated', 'pnpm, hoist: false'];

/** Dependencies of our packages, which the app does not depend on itself. */
const indirectPackages = ['@prompts/provider-kit', '@prompts/markup-kit', '@prompts/bus-kit', '@prompts/sql-kit'];

/**
 * Creates an app outside the repository and installs its dependencies.
 * @param parent An existing folder outside the repository.
 * @param packed The names of packed packages that the app depends on.
 * @param published Dependencies from the registry: versions by name.
 * @returns The app's folder, which contains the programs of `outside/`.
 */
export async function createOutsideProject(
  parent: string,
  layout: Layout,
  tarballs: Tarballs,
  packed: readonly string[],
  published: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(parent, 'app-'));
  const file = (name: string) => [name, `file:${findTarball(tarballs, name)}`];
  const dependencies = { ...Object.fromEntries(packed.map(file)), ...published };
  const overrides = Object.fromEntries(indirectPackages.map(file));
  const manifest = { name: 'outside-app', private: true, type: 'module', dependencies, overrides };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  await cp(new URL('./outside', import.meta.url), folder, { recursive: true });
  if (layout === 'npm, flat') {
    await command(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier');
  } else {
    // JSON is YAML.
    await writeFile(
      join(folder, 'pnpm-workspace.yaml'),
      JSON.stringify({ overrides, hoist: layout === 'pnpm, isolated' }),
    );
    await command(folder, 'pnpm', 'install', '--prefer-offline', '--no-frozen-lockfile');
  }
  return folder;
}
