import { deepStrictEqual } from 'node:assert';
import { fileURLToPath } from 'node:url';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { findHiddenMajors } from './hidden-majors.ts';
import type { Bump, Manifest, Release, ReleaseCopy } from './release-copy.ts';

const changeAllPackages = fileURLToPath(new URL('./change-all-packages.ts', import.meta.url));
const core = '@prompts/core';
const http = '@prompts/provider-http';

/** What was published. */
export interface Published {
  /** All packages, as of the first of the releases. */
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly versions: PublishedVersions;
}

/** Versions for projects that mix them. */
export interface PublishedVersions {
  /** Of core: what the pending changesets make of it, a later one with a new minor version, and the next major version (tagged `next`). */
  readonly core: { readonly first: string; readonly minor: string; readonly major: string };
  /** Of the HTTP provider: what the pending changesets make of it, the next patch, and the one for the next major of core. */
  readonly http: { readonly first: string; readonly patch: string; readonly major: string };
  /** Of both. */
  readonly canary: { readonly core: string; readonly http: string };
}

/**
 * Publishes the release that is pending, and four releases that could follow it.
 * @throws {Error} If nothing can be published.
 */
export async function publishReleases(checks: Checks, copy: ReleaseCopy): Promise<Published> {
  const releaseOf = async (bumps: Readonly<Record<string, Bump>>) => {
    await copy.change(bumps);
    return await copy.version();
  };
  const pending = await copy.version();
  const first = await copy.manifests();
  const names = [...first.keys()];
  const dependents = [...first.values()].filter((each) => each.peerDependencies?.[core]).map(({ name }) => name);
  await checks.run('versions: a pending change that requires another major of a peer is a major version', async () => {
    failOn(findHiddenMajors(pending), 'a changeset of the next release must contain');
  });
  await checks.run('versions: every package is 1.0.0 or newer, so that minor versions are compatible', async () => {
    const early = [...first.values()].filter(({ version }) => version.startsWith('0.'));
    failOn(
      early.map(({ name }) => `'${name}': major`),
      'a changeset of the first release must contain',
    );
  });
  await copy.publish(names);

  const minor = await releaseOf({ [core]: 'minor' });
  await checks.run('versions: a minor version of core releases nothing else', async () => {
    deepStrictEqual([...minor.keys()], [core]);
  });
  const patch = await releaseOf({ [core]: 'patch', [http]: 'patch' });
  await checks.run('versions: a patch of core and of a provider does not narrow its peer range', async () => {
    deepStrictEqual([...patch.keys()].sort(), [core, http]);
    const { before, after } = patch.get(http) as Release;
    deepStrictEqual(after.peerDependencies, before.peerDependencies);
  });
  await copy.publish([core, http]);

  const hidden = await releaseOf({ [core]: 'major' });
  await copy.undo();
  await checks.run('versions: a major version of core releases every package that has it as a peer', async () => {
    deepStrictEqual([...hidden.keys()].sort(), [core, ...dependents].sort());
    deepStrictEqual(findHiddenMajors(hidden).length, dependents.length);
  });
  const major = await releaseOf(Object.fromEntries([core, ...dependents].map((name) => [name, 'major'])));
  await checks.run('versions: they can be major versions themselves', async () => {
    failOn(findHiddenMajors(major), 'is missing');
  });
  const together = [core, http, '@prompts/provider-kit'];
  await copy.publish(together, 'next');

  await command(copy.folder, process.execPath, changeAllPackages);
  const canary = await copy.version('--snapshot', 'canary');
  await checks.run(
    'versions: a canary release contains every package, and each needs the core of this release',
    async () => {
      deepStrictEqual([...canary.keys()].sort(), names.sort());
      for (const name of dependents) {
        const needed = canary.get(name)?.after.peerDependencies?.[core];
        deepStrictEqual(needed, `workspace:${newVersion(canary, core)}`, name);
      }
    },
  );
  await copy.publish(together, 'canary');

  const versions = {
    core: { first: versionIn(first, core), minor: newVersion(patch, core), major: newVersion(major, core) },
    http: { first: versionIn(first, http), patch: newVersion(patch, http), major: newVersion(major, http) },
    canary: { core: newVersion(canary, core), http: newVersion(canary, http) },
  };
  return { manifests: first, versions };
}

function failOn(lines: readonly string[], problem: string): void {
  if (lines.length > 0) throw new Error(`${problem}:\n${lines.join('\n')}`);
}

function versionIn(manifests: ReadonlyMap<string, { readonly version: string }>, name: string): string {
  return manifests.get(name)?.version ?? missing(name);
}

function newVersion(releases: ReadonlyMap<string, Release>, name: string): string {
  return releases.get(name)?.after.version ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`${name} was not released`);
}
