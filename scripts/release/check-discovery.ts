import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { createOutsideProject, layouts } from './outside-project.ts';
import type { Tarballs } from './pack.ts';

const withProviders = {
  'installed-is-registered.mjs': 'an installed provider is found, and imported only when used',
  'third-party.mjs': "a third party's provider works when allowed, and only then",
};
const withGitHub = {
  'github.mjs': 'the GitHub provider works alone with core, and its client is imported only when used',
};
const withDb = {
  'db.mjs': 'the database provider works with SQLite alone, and says which driver another database needs',
};
const withoutProviders = {
  'not-installed.mjs': 'a provider that is not installed: the error says what to type',
};

/** Runs small programs in apps outside of the repository, in each layout of `node_modules`. */
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
    await check(['@prompts/core'], withoutProviders);
  }
}
