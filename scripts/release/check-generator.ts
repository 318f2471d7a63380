import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { npm } from './layouts.ts';
import { createOutsideProject, type Outside } from './outside-project.ts';

const name = 'prompts-provider-acme';
const version = '0.0.0';

/**
 * Runs the published generator outside the repository as an author does, publishes the package that it creates, and uses it in an
 * app. Ends at the first step that fails, since each needs the one before.
 * @param core The version of core that the app depends on.
 */
export async function checkGenerator(
  checks: Checks,
  outside: Outside,
  repository: string,
  core: string,
): Promise<void> {
  const { parent, registry } = outside;
  const folder = await mkdtemp(join(parent, 'generator-'));
  const generated = join(folder, name);
  const tsc = join(generated, 'node_modules/typescript/bin/tsc');
  let app = '';
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'creates a package': async () => {
      await writeFile(join(folder, '.npmrc'), registry.npmrc);
      await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
      const output = await command(folder, 'npm', 'create', '--yes', 'prompts-provider', 'acme');
      if (!output.includes('npm install')) throw new Error(`printed: ${output}`);
    },
    'its package passes the conformance suite': async () => {
      await writeFile(join(generated, '.npmrc'), registry.scopedNpmrc);
      await command(generated, ...npm.install);
      await command(generated, 'npm', 'test');
    },
    'its package has valid types': () => command(generated, 'npm', 'run', 'typecheck'),
    'its package is published': async () => {
      await command(generated, 'npm', 'publish', '--registry', registry.url);
      const tarball = registry.tarball(name, version);
      await command(repository, 'pnpm', 'exec', 'publint', 'run', tarball, '--strict');
    },
    'its package is installed in an app': async () => {
      app = await createOutsideProject(outside, npm, { '@prompts/core': core, [name]: version });
    },
    'its provider is discovered, if it is allowed': () => command(app, process.execPath, 'generated.mjs'),
    'its types are found': () =>
      command(app, process.execPath, tsc, '--noEmit', '--module', 'nodenext', '--strict', 'types-generated.ts'),
  };
  for (const [title, step] of Object.entries(steps)) {
    let passed = false;
    await checks.run(`create-prompts-provider: ${title}`, async () => {
      await step();
      passed = true;
    });
    if (!passed) return;
  }
}
