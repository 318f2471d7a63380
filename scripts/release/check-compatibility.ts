import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { type Layout, npm, pnpmIsolated, pnpmWithoutHoisting } from './layouts.ts';
import { createOutsideProject, type Dependencies, type Outside } from './outside-project.ts';
import type { PublishedVersions } from './publish-releases.ts';

/** Checks which versions of core and of a provider work together, and that two versions of a provider can be side by side. */
export async function checkCompatibility(checks: Checks, outside: Outside, versions: PublishedVersions): Promise<void> {
  const { core, http, canary } = versions;
  const use = (core: string, provider: string) => ({ '@prompts/core': core, '@prompts/provider-http': provider });
  const apps = { older: use(core.minor, http.first), newer: use(core.minor, http.patch) };

  for (const layout of [npm, pnpmIsolated]) {
    await checks.run(`${layout.name}: two apps of a workspace use two versions of a provider`, async () => {
      const folder = await createOutsideProject(outside, layout, {}, apps);
      const used = {
        older: await versionUsed(folder, layout, join('apps', 'older')),
        newer: await versionUsed(folder, layout, join('apps', 'newer')),
      };
      deepStrictEqual(used, { older: http.first, newer: http.patch });
    });
  }
  await checks.run('versions: a new provider works with an older core of the same major version', async () => {
    const folder = await createOutsideProject(outside, pnpmIsolated, use(core.first, http.patch));
    deepStrictEqual(await versionUsed(folder, pnpmIsolated, ''), http.patch);
  });
  await checks.run('versions: a canary release is installed and works', async () => {
    const folder = await createOutsideProject(outside, pnpmIsolated, use(canary.core, canary.http));
    deepStrictEqual(await versionUsed(folder, pnpmIsolated, ''), canary.http);
  });
  await checks.run('versions: npm does not install an old provider with the next major version of core', async () => {
    await refuses(outside, use(core.major, http.first));
  });
  await checks.run('versions: npm does not install the next major version of a provider with an old core', async () => {
    await refuses(outside, use(core.minor, http.major));
  });
  // Unless it is told to be strict, pnpm installs what contradicts a peer range, so core has to notice it.
  for (const [title, dependencies, advice] of [
    ['an old provider', use(core.major, http.first), "update '@prompts/provider-http'"],
    ['the next major version of a provider', use(core.minor, http.major), 'update @prompts/core'],
  ] as const) {
    await checks.run(`versions: core refuses ${title}, and says what to update`, async () => {
      const folder = await createOutsideProject(outside, pnpmWithoutHoisting, dependencies);
      const output = await versionUsed(folder, pnpmWithoutHoisting, '').catch(({ message }: Error) => message);
      if (!output.includes(advice)) throw new Error(output);
    });
  }
}

/** @param app The path of the app in the project. */
async function versionUsed(folder: string, { node }: Layout, app: string): Promise<string> {
  return (await command(folder, ...node, join(folder, app, 'provider-version.mjs'))).trim();
}

/** @throws {Error} If npm installs the dependencies. */
async function refuses(outside: Outside, dependencies: Dependencies): Promise<void> {
  const error = await createOutsideProject(outside, npm, dependencies).then(
    () => new Error('They are installed.'),
    (error: Error) => error,
  );
  if (!error.message.includes('ERESOLVE') || !error.message.includes('peer @prompts/core@')) throw error;
}
