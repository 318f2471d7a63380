import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { createOutsideProject } from './outside-project.ts';
import { findTarball, type Tarballs } from './pack.ts';

const name = 'prompts-provider-acme';
const ownPackages = ['@prompts/core', '@prompts/provider-kit', '@prompts/provider-testkit'];
const quickly = ['--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * Runs the packed generator outside the repository as an author does, and uses the package that it creates in an app. Ends at the
 * first step that fails, since each needs the one before.
 */
export async function checkGenerator(
  checks: Checks,
  parent: string,
  repository: string,
  tarballs: Tarballs,
): Promise<void> {
  const folder = await mkdtemp(join(parent, 'generator-'));
  const generated = join(folder, name);
  const tarball = join(generated, `${name}-0.0.0.tgz`);
  const tsc = join(generated, 'node_modules/typescript/bin/tsc');
  let app = '';
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'creates a package': async () => {
      await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
      await command(folder, 'npm', 'install', ...quickly, findTarball(tarballs, 'create-prompts-provider'));
      const output = await command(folder, 'npm', 'exec', '--offline', 'create-prompts-provider', 'acme');
      if (!output.includes('npm install')) throw new Error(`printed: ${output}`);
    },
    'its package passes the conformance suite': async () => {
      const own = ownPackages.map((each) => findTarball(tarballs, each));
      await command(generated, 'npm', 'install', '--no-save', ...quickly, ...own);
      await command(generated, 'npm', 'test');
    },
    'its package has valid types': () => command(generated, 'npm', 'run', 'typecheck'),
    'its package can be packed': async () => {
      await command(generated, 'npm', 'pack');
      await command(repository, 'pnpm', 'exec', 'publint', 'run', tarball, '--strict');
    },
    'its package is installed in an app': async () => {
      const all = new Map([...tarballs, [name, tarball]]);
      app = await createOutsideProject(parent, 'npm, flat', all, ['@prompts/core', name]);
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
