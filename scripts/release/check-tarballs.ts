import type { Checks } from './checks.ts';
import { command } from './command.ts';
import type { Tarballs } from './pack.ts';

/** publint: do the manifests name what is in the package? attw: does every export have the types it runs as? */
export async function checkTarballs(checks: Checks, repository: string, tarballs: Tarballs): Promise<void> {
  for (const [name, tarball] of tarballs) {
    await checks.run(`${name}: publint`, async () => {
      await command(repository, 'pnpm', 'exec', 'publint', 'run', tarball, '--strict');
    });
    if (!name.startsWith('@prompts/')) continue; // the example is plain JavaScript
    await checks.run(`${name}: are the types wrong?`, async () => {
      await command(repository, 'pnpm', 'exec', 'attw', tarball, '--profile', 'esm-only');
    });
  }
}
