import type { ParsedConfig } from './config-schema.ts';

/** A repository, and the branch, tag or commit that files are read from. */
export interface Location {
  readonly owner: string;
  readonly repo: string;
  /**
   * `heads/x` is a branch, `tags/x` a tag, `HEAD` the default branch. Anything else is a commit id, or a bare name: that of a tag,
   * else of a branch, else an abbreviated commit id.
   */
  readonly ref: string;
}

export function locationOf({ repo: fullName, version, ref, branch }: ParsedConfig): Location {
  const [owner = '', repo = ''] = fullName.split('/');
  const branchRef = branch && `heads/${branch.replace(/^refs\/heads\//, '')}`;
  return { owner, repo, ref: (version ?? ref)?.replace(/^refs\/(?=(?:heads|tags)\/)/, '') ?? branchRef ?? 'HEAD' };
}

/** Returns a key for maps. Owners and repositories are not case-sensitive, branches and tags are. */
export function locationKey({ owner, repo, ref }: Location): string {
  return [owner.toLowerCase(), repo.toLowerCase(), ref].join('/');
}

/** Formats a location for error messages. */
export function formatLocation({ owner, repo, ref }: Location): string {
  const kind = /^heads\//.test(ref) ? 'branch ' : /^tags\//.test(ref) ? 'tag ' : '';
  return `${owner}/${repo}${ref === 'HEAD' ? '' : ` at ${kind}'${nameOf({ ref })}'`}`;
}

/** Returns the name of the branch or tag, as it appears on the web site. */
export function nameOf({ ref }: Pick<Location, 'ref'>): string {
  return ref.replace(/^(heads|tags)\//, '');
}

/** Whether the ref is a full commit id, whose files never change. */
export function isPinned({ ref }: Location): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

/** Returns the tag that a bare name means if there is one; undefined if the ref is not a bare name. */
export function asTag(location: Location): Location | undefined {
  const isBare = location.ref !== 'HEAD' && !isPinned(location) && !/^(heads|tags|refs)\//.test(location.ref);
  return isBare ? { ...location, ref: `tags/${location.ref}` } : undefined;
}
