import type { FakeRepository } from './fake-repository.ts';
import type { Commit } from './git/commit.ts';
import { diffTrees } from './git/diff-trees.ts';
import { ancestors, parentOf } from './git/history.ts';
import { dateOf, htmlUrl } from './responses/commit-json.ts';
import { repositoryJson } from './responses/repository-json.ts';
import { userJson } from './responses/user-json.ts';

/** What a push was. */
export interface PushOptions {
  /** Default: the default branch. */
  readonly branch?: string;
  /** A tag was pushed, not a branch. */
  readonly tag?: string;
  /** The branch moved to where it did not come from. Default: false. */
  readonly forced?: boolean;
}

const nothing = '0'.repeat(40);
/** A payload holds no more commits than this. */
const mostCommits = 2_048;
const apiUrl = 'https://api.github.com';

/**
 * The payload of a `push` webhook.
 * @param before the sha the ref had; null: it was created.
 * @param after the sha it has now; null: it was deleted.
 */
export function createPushPayload(
  repository: FakeRepository,
  before: string | null,
  after: string | null,
  { branch = repository.defaultBranch, tag, forced = false }: PushOptions = {},
) {
  const html = htmlUrl(repository);
  const head = after === null ? undefined : repository.store.commits.get(after);
  const commits = tag === undefined && after !== null ? pushed(repository, before, after) : [];
  const toJson = (commit: Commit) => pushedCommit(repository, commit);
  const { owner, ...rest } = repositoryJson(apiUrl, repository);
  const seconds = (date: string) => Date.parse(date) / 1000;
  return {
    ref: tag === undefined ? `refs/heads/${branch}` : `refs/tags/${tag}`,
    before: before ?? nothing,
    after: after ?? nothing,
    repository: {
      ...rest,
      owner: { name: owner.login, email: null, ...owner },
      created_at: seconds(rest.created_at),
      pushed_at: seconds(rest.pushed_at),
      stargazers: 0,
      master_branch: repository.defaultBranch,
      custom_properties: {},
      url: html,
    },
    pusher: { name: 'ada', email: 'ada@example.com' },
    sender: userJson(apiUrl, 'ada'),
    created: before === null,
    deleted: after === null,
    forced,
    base_ref: null,
    compare: `${html}/compare/${(before ?? nothing).slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`,
    commits: commits.slice(-mostCommits).map(toJson),
    head_commit: head === undefined ? null : toJson(head),
  };
}

/** The commits that came with a push, oldest first. */
function pushed({ store }: FakeRepository, before: string | null, after: string): Commit[] {
  const known = new Set(before === null ? [] : Array.from(ancestors(store, before), ({ sha }) => sha));
  return [...ancestors(store, after)].filter(({ sha }) => !known.has(sha)).reverse();
}

function pushedCommit(repository: FakeRepository, commit: Commit) {
  const { sha, tree, message, author } = commit;
  const differences = diffTrees(repository.store, parentOf(repository.store, commit)?.tree, tree);
  const paths = (status: string) => differences.filter((one) => one.status === status).map(({ path }) => path);
  const who = { name: author.name, email: author.email, ...(author.login !== undefined && { username: author.login }) };
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: dateOf(commit),
    url: `${htmlUrl(repository)}/commit/${sha}`,
    author: who,
    committer: who,
    added: paths('added'),
    removed: paths('removed'),
    modified: paths('modified'),
  };
}
