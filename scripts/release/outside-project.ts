import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { type Tarballs, tarballOf } from './pack.ts';

/** How a package manager lays out `node_modules`: each is a way for a provider not to be found. */
export type Layout = 'npm, flat' | 'pnpm, isolated' | 'pnpm, hoist: false';

export const layouts: readonly Layout[] = ['npm, flat', 'pnpm, isolated', 'pnpm, hoist: false'];

/** Only what an app names itself is its dependency; the rest arrives through these, as it would from a registry. */
const indirect = ['@prompts/provider-kit', '@prompts/bus-kit'];

/**
 * Makes an app outside of the repository and installs into it.
 * @param parent Existing folder outside of the repository.
 * @param packed Names of packed packages the app depends on.
 * @param published Further dependencies from the registry, by name.
 * @returns The app's folder, with the programs of `outside/` in it.
 */
export async function createOutsideProject(
  parent: string,
  layout: Layout,
  tarballs: Tarballs,
  packed: readonly string[],
  published: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(parent, 'app-'));
  const file = (name: string) => [name, `file:${tarballOf(tarballs, name)}`];
  const dependencies = { ...Object.fromEntries(packed.map(file)), ...published };
  const overrides = Object.fromEntries(indirect.map(file));
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
