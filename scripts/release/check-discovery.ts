import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { createOutsideProject, layouts } from './outside-project.ts';
import type { Tarballs } from './pack.ts';

const required = { 'required.cjs': 'require() returns the factory of a provider, with every export' };
const withProviders = {
  ...required,
  'installed-is-registered.mjs': 'an installed provider is discovered, and imported only if an entry uses it',
  'third-party.mjs': 'a third-party provider works only if it is allowed',
};
const withGitHub = {
  ...required,
  'github.mjs': 'the GitHub provider needs only core, and imports its client only when it is used',
};
const withDb = {
  ...required,
  'db.mjs': 'the database provider works with SQLite, and names the driver that another database needs',
};
const wikis = ['@prompts/core', '@prompts/provider-confluence', '@prompts/provider-notion', '@prompts/provider-gdocs'];
const withWikis = {
  ...required,
  'wikis.mjs': 'the providers of wikis and documents import their clients only when they are used',
};
const addOns = ['@prompts/compose', '@prompts/experiments', '@prompts/analytics'];
const withAddOn = { 'add-on.mjs': 'an add-on works beside core alone' };
const withoutProviders = {
  'not-installed.mjs': 'the error about a missing provider says how to install it',
};

/** Runs small programs in apps outside the repository, with each layout of `node_modules`. */
export async function checkDiscovery(checks: Checks, parent: string, tarballs: Tarballs): Promise<void> {
  for (const layout of layouts) {
    const check = async (packed: readonly string[], programs: Readonly<Record<string, string>>) => {
      const project = createOutsideProject(parent, layout, tarballs, packed);
      await checks.run(`${layout}: installs ${packed.join(', ')}`, async () => void (await project));
      const folder = await project.catch(() => undefined);
      if (folder === undefined) return;
      for (const [program, title] of Object.entries(programs)) {
        await checks.run(`${layout}: ${title}`, async () => {
          await command(folder, process.execPath, join(folder, program));
        });
      }
    };
    await check(['@prompts/core', '@prompts/provider-http', 'acme-prompts-static'], withProviders);
    await check(['@prompts/core', '@prompts/provider-github'], withGitHub);
    await check(['@prompts/core', '@prompts/provider-db'], withDb);
    // Google's library is large, and its layout makes no difference to what is checked here.
    if (layout === layouts[0]) await check(wikis, withWikis);
    for (const addOn of layout === 'pnpm, hoist: false' ? addOns : []) await check(['@prompts/core', addOn], withAddOn);
    await check(['@prompts/core'], withoutProviders);
  }
}
