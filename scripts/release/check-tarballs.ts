import { mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBudget } from './check-budget.ts';
import { checkManifest } from './check-manifest.ts';
import { checkReadme } from './check-readme.ts';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import type { Tarballs } from './pack.ts';

const parseBehindBanner = fileURLToPath(new URL('./parse-behind-banner.mjs', import.meta.url));

/**
 * Checks with publint that manifests match the packages, with attw that every export has the right types, that packages say what
 * users look for and keep within their budgets, and that the usual banner of a bundle can be put in front of every module.
 */
export async function checkTarballs(checks: Checks, repository: string, tarballs: Tarballs): Promise<void> {
  for (const [name, tarball] of tarballs) {
    await checks.run(`${name}: publint`, async () => {
      await command(repository, 'pnpm', 'exec', 'publint', 'run', tarball, '--strict');
    });
    await checks.run(`${name}: manifest`, () => checkManifest(repository, tarball));
    await checks.run(`${name}: README`, () => checkReadme(repository, name, tarball));
    if (!name.startsWith('@prompts/')) continue; // A command, which no program imports.
    const folder = join(repository, 'packages', name.replace('@prompts/', ''));
    await checks.run(`${name}: budget`, () => checkBudget(folder, name, tarball));
    await checks.run(`${name}: attw`, async () => {
      await command(repository, 'pnpm', 'exec', 'attw', tarball, '--profile', 'esm-only');
    });
    await checks.run(`${name}: no module declares what the banner of a bundle declares`, async () => {
      const unpacked = await mkdtemp(join(dirname(tarball), 'unpacked-'));
      await command(unpacked, 'tar', '-xzf', tarball);
      const options = ['--no-warnings', '--experimental-vm-modules'];
      await command(unpacked, process.execPath, ...options, parseBehindBanner, unpacked);
    });
  }
}
