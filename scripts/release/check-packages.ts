// Checks what users will install: packs the built packages, checks the tarballs, and uses them outside the repository.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDiscovery } from './check-discovery.ts';
import { checkGenerator } from './check-generator.ts';
import { checkGuide } from './check-guide.ts';
import { checkTarballs } from './check-tarballs.ts';
import { checkTypes } from './check-types.ts';
import { Checks } from './checks.ts';
import { packAll } from './pack.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'prompts-packages-'));
const checks = new Checks();
try {
  const tarballs = await packAll(repository, folder);
  // Concurrently, because some wait for the registry while others compute.
  await Promise.all([
    checkTypes(checks, folder, tarballs),
    checkDiscovery(checks, folder, tarballs),
    checkGenerator(checks, folder, repository, tarballs),
    checkGuide(checks, repository, folder, tarballs),
    checkTarballs(checks, repository, tarballs),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = checks.report() ? 0 : 1;
