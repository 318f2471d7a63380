import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { findTarball, type Tarballs } from './pack.ts';

/** The packages that the apps need, directly or not. */
export const appPackages = [
  'core',
  'provider-http',
  'provider-github',
  'provider-db',
  'provider-kit',
  'bus-kit',
  'sql-kit',
];

/** An app of `apps/`, installed outside the repository. */
export interface App {
  readonly folder: string;
  /** Commands by the title of the check. Each prints the prompt that it reads over HTTP. */
  readonly scripts: Readonly<Record<string, string>>;
}

/**
 * Copies an app to a folder outside the repository and installs its dependencies: ours from tarballs, others from the registry.
 * @param parent An existing folder outside the repository.
 * @param name The name of its folder in `apps/`.
 */
export async function createApp(parent: string, name: string, tarballs: Tarballs): Promise<App> {
  const folder = join(parent, name);
  await mkdir(folder);
  for (const source of ['shared', name]) {
    await cp(new URL(`./apps/${source}`, import.meta.url), folder, { recursive: true });
  }
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    scripts: Record<string, string>;
  };
  const packed = appPackages.map((each) => `@prompts/${each}`);
  const tarballOf = (each: string) => `file:${findTarball(tarballs, each)}`;
  const isDependency = (each: string) => Object.hasOwn(manifest.dependencies, each);
  for (const each of packed.filter(isDependency)) manifest.dependencies[each] = tarballOf(each);
  const indirect = packed.filter((each) => !isDependency(each));
  const overrides = Object.fromEntries(indirect.map((each) => [each, tarballOf(each)]));
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, private: true, ...manifest, overrides }, undefined, 2),
  );
  await command(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier');
  return { folder, scripts: manifest.scripts };
}
