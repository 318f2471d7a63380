import type { ParsedConfig } from './config-schema.ts';

/** A repository, and the branch, tag or commit that files are read from. */
export interface Location {
  readonly owner: string;
  readonly repo: string;
  /** `HEAD` is the default branch. */
  readonly ref: string;
}

export function locationOf({ repo: fullName, version, ref, branch }: ParsedConfig): Location {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo, ref: version ?? ref ?? branch ?? 'HEAD' };
}

/** Returns a key for maps. Owners and repositories are not case-sensitive, branches and tags are. */
export function locationKey({ owner, repo, ref }: Location): string {
  return [owner.toLowerCase(), repo.toLowerCase(), ref].join('/');
}

/** Formats a location for error messages. */
export function formatLocation({ owner, repo, ref }: Location): string {
  return `${owner}/${repo}${ref === 'HEAD' ? '' : ` at '${ref}'`}`;
}

/** Whether the ref is a full commit id, whose files never change. */
export function isPinned({ ref }: Location): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}
