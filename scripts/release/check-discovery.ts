import { join } from 'node:path';
import { checkTypo } from './check-typo.ts';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { findForeignPackages } from './foreign-packages.ts';
import { type Command, type Layout, pnpmWithoutHoisting } from './layouts.ts';
import { createOutsideProject, type Dependencies, type Outside } from './outside-project.ts';
import type { Published } from './publish-releases.ts';

type Programs = Readonly<Record<string, string>>;

const required = { 'required.cjs': 'require() returns the factory of a provider, with every export' };
const withProvider = {
  ...required,
  'installed-is-registered.mjs': 'an installed provider is discovered, and imported only if an entry uses it',
  'third-party.mjs': 'a third-party provider works only if it is allowed',
};
const inAnyRuntime = {
  'installed-providers.mjs': 'a prompt is loaded, and exactly the installed provider is available',
};
const withGitHub = {
  ...required,
  'github.mjs': 'the GitHub provider needs only core, and imports its client only when it is used',
};
const withDb = {
  ...required,
  'db.mjs': 'the database provider works with SQLite, and names the driver that another database needs',
};
const withWikis = {
  ...required,
  'wikis.mjs': 'the providers of wikis and documents import their clients only when they are used',
};
const withAddOn = { 'add-on.mjs': 'an add-on works beside core alone' };
const withoutProviders = { 'not-installed.mjs': 'the error about a missing provider says how to install it' };

/** Projects that are checked only without hoisting, which is the strictest layout of `node_modules`. */
const otherProjects: readonly { packages: readonly string[]; programs: Programs }[] = [
  { packages: ['@prompts/provider-github'], programs: withGitHub },
  { packages: ['@prompts/provider-db'], programs: withDb },
  {
    packages: ['@prompts/provider-confluence', '@prompts/provider-notion', '@prompts/provider-gdocs'],
    programs: withWikis,
  },
  { packages: ['@prompts/compose'], programs: withAddOn },
  { packages: ['@prompts/experiments'], programs: withAddOn },
  { packages: ['@prompts/analytics'], programs: withAddOn },
  { packages: [], programs: withoutProviders },
];

/** Runs small programs in projects outside the repository, one after the other. */
export async function checkDiscovery(
  checks: Checks,
  outside: Outside,
  layout: Layout,
  { versions, manifests }: Published,
): Promise<void> {
  const install = async (dependencies: Dependencies) => {
    const project = createOutsideProject(outside, layout, dependencies);
    const title = `${layout.name}: installs ${Object.keys(dependencies).join(', ')}`;
    await checks.run(title, async () => void (await project));
    return await project.catch(() => undefined);
  };
  const run = async (folder: string, [runtime, program]: readonly [string, Command], programs: Programs) => {
    for (const [file, title] of Object.entries(programs)) {
      const name = `${layout.name}: ${title} (${runtime})`;
      await checks.run(name, async () => void (await command(folder, ...program, join(folder, file))));
    }
  };
  const node = ['Node.js', layout.node] as const;
  const core = { '@prompts/core': versions.core.minor };
  // The provider is older than core.
  const provider = { ...core, '@prompts/provider-http': versions.http.first };
  const folder = await install({ ...provider, 'acme-prompts-static': '1.0.0', ...layout.developmentDependencies });
  if (folder !== undefined) {
    await run(folder, node, { ...inAnyRuntime, ...withProvider });
    if (layout.bun) await run(folder, ['Bun', layout.bun], inAnyRuntime);
    await checks.run(`${layout.name}: nothing of another provider is installed`, async () => {
      const foreign = await findForeignPackages(join(folder, layout.lockfile), Object.keys(provider), manifests);
      if (foreign.length > 0) throw new Error(`the lockfile contains ${foreign.join(', ')}`);
    });
    await checks.run(`${layout.name}: a misspelt key of a config does not compile`, () => checkTypo(folder, layout));
  }
  for (const { packages, programs } of layout === pnpmWithoutHoisting ? otherProjects : []) {
    const folder = await install({ ...core, ...Object.fromEntries(packages.map((name) => [name, 'latest'])) });
    if (folder !== undefined) await run(folder, node, programs);
  }
}
