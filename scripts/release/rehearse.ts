// Rehearses a release: publishes the packages to a registry on this machine, checks the tarballs, and uses the packages in projects
// outside the repository.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCompatibility } from './check-compatibility.ts';
import { checkDiscovery } from './check-discovery.ts';
import { checkGenerator } from './check-generator.ts';
import { checkGuide } from './check-guide.ts';
import { checkTarballs } from './check-tarballs.ts';
import { checkTypes } from './check-types.ts';
import { Checks } from './checks.ts';
import { layouts } from './layouts.ts';
import { publishReleases } from './publish-releases.ts';
import { publishThirdParty } from './publish-third-party.ts';
import { startRegistry } from './registry.ts';
import { ReleaseCopy } from './release-copy.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'prompts-release-'));
const checks = new Checks();
try {
  await using registry = await startRegistry(join(folder, 'registry'));
  const copy = await ReleaseCopy.create(repository, join(folder, 'repository'), registry.npmrc);
  const published = await publishReleases(checks, copy);
  const { versions, manifests } = published;
  await publishThirdParty(repository, join(folder, 'third-party'), registry.npmrc, versions.core.first);
  const outside = { parent: folder, registry };
  const tarballs = new Map([...manifests].map(([name, { version }]) => [name, registry.tarball(name, version)]));
  const checkLayouts = async () => {
    for (const layout of layouts) await checkDiscovery(checks, outside, layout, published);
  };
  // Concurrently, because some wait for the registry while others compute.
  await Promise.all([
    checkTarballs(checks, repository, tarballs),
    checkGenerator(checks, outside, repository, versions.core.first),
    checkGuide(checks, outside, repository),
    checkTypes(checks, outside, manifests.keys()),
    checkCompatibility(checks, outside, versions),
    checkLayouts(),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = checks.report() ? 0 : 1;
