import { checkManifest } from './check-manifest.ts';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import type { Tarballs } from './pack.ts';

/** Checks with publint that manifests match the packages, and with attw that every export has the right types. */
export async function checkTarballs(checks: Checks, repository: string, tarballs: Tarballs): Promise<void> {
  for (const [name, tarball] of tarballs) {
    await checks.run(`${name}: publint`, async () => {
      await command(repository, 'pnpm', 'exec', 'publint', 'run', tarball, '--strict');
    });
    if (!name.startsWith('@prompts/')) continue; // The example is plain JavaScript.
    await checks.run(`${name}: manifest`, () => checkManifest(repository, tarball));
    await checks.run(`${name}: attw`, async () => {
      await command(repository, 'pnpm', 'exec', 'attw', tarball, '--profile', 'esm-only');
    });
  }
}
