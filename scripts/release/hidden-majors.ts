import type { Manifest, Release } from './release-copy.ts';

/**
 * Finds packages that require another major version of a peer without a major version of their own: whoever installs such a
 * version as a fix has to upgrade the peer, too. Changesets makes them patches.
 * @returns For each package, the line that a changeset must contain.
 */
export function findHiddenMajors(releases: ReadonlyMap<string, Release>): readonly string[] {
  return [...releases.values()].filter(isHidden).map(({ after }) => `'${after.name}': major`);
}

function isHidden({ before, after }: Release): boolean {
  return majorOf(before.version) === majorOf(after.version) && peerMajors(before) !== peerMajors(after);
}

function peerMajors({ peerDependencies = {} }: Manifest): string {
  const own = Object.entries(peerDependencies).filter(([, range]) => range.startsWith('workspace:'));
  return own.map(([name, range]) => `${name} ${majorOf(range)}`).join();
}

/** Returns the major version of a version, or of a range such as `workspace:^1.2.0`. */
function majorOf(version: string): string | undefined {
  return /\d+/.exec(version)?.[0];
}
