import type { ParsedConfig } from './config-schema.ts';

/** One line of a repository's history: its name, and the branch, tag or commit whose files are read. */
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

/** Names of owners and repositories are not case-sensitive, those of branches and tags are. */
export function locationKey({ owner, repo, ref }: Location): string {
  return [owner.toLowerCase(), repo.toLowerCase(), ref].join('/');
}

/** As errors show it. */
export function formatLocation({ owner, repo, ref }: Location): string {
  return `${owner}/${repo}${ref === 'HEAD' ? '' : ` at '${ref}'`}`;
}

/** A full commit id: what it names never changes. */
export function isPinned({ ref }: Location): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}
