// Checks what is published: packs the built packages, and checks the tarballs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkTarballs } from './check-tarballs.ts';
import { Checks } from './checks.ts';
import { packAll } from './pack.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'prompts-packages-'));
const checks = new Checks();
try {
  await checkTarballs(checks, repository, await packAll(repository, folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = checks.report() ? 0 : 1;
