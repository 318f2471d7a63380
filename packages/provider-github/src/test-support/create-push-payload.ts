import type { FakeRepository } from './fake-repository.ts';
import type { Commit } from './git/commit.ts';
import { diffTrees } from './git/diff-trees.ts';
import { findParent, listAncestors } from './git/history.ts';
import { dateOf, htmlUrl } from './responses/commit-json.ts';
import { repositoryJson } from './responses/repository-json.ts';
import { userJson } from './responses/user-json.ts';

/** The kind of a push. */
export interface PushOptions {
  /** The branch that was pushed. Default: the default branch. */
  readonly branch?: string;
  /** The tag that was pushed instead of a branch. */
  readonly tag?: string;
  /** Whether the branch moved to a commit that does not descend from the last one. Default: false. */
  readonly forced?: boolean;
}

const nullSha = '0'.repeat(40);
/** GitHub lists at most this many commits. */
const maxCommits = 2_048;
const apiUrl = 'https://api.github.com';

/**
 * Creates the payload of a `push` webhook.
 * @param before The sha of the ref before the push; null if the push created the ref.
 * @param after The sha of the ref after the push; null if the push deleted the ref.
 */
export function createPushPayload(
  repository: FakeRepository,
  before: string | null,
  after: string | null,
  { branch = repository.defaultBranch, tag, forced = false }: PushOptions = {},
) {
  const html = htmlUrl(repository);
  const head = after === null ? undefined : repository.store.commits.get(after);
  const commits = tag === undefined && after !== null ? listPushedCommits(repository, before, after) : [];
  const toJson = (commit: Commit) => pushedCommitJson(repository, commit);
  const { owner, ...rest } = repositoryJson(apiUrl, repository);
  const toEpochSeconds = (date: string) => Date.parse(date) / 1000;
  return {
    ref: tag === undefined ? `refs/heads/${branch}` : `refs/tags/${tag}`,
    before: before ?? nullSha,
    after: after ?? nullSha,
    repository: {
      ...rest,
      owner: { name: owner.login, email: null, ...owner },
      created_at: toEpochSeconds(rest.created_at),
      pushed_at: toEpochSeconds(rest.pushed_at),
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
    compare: `${html}/compare/${(before ?? nullSha).slice(0, 12)}...${(after ?? nullSha).slice(0, 12)}`,
    commits: commits.slice(-maxCommits).map(toJson),
    head_commit: head === undefined ? null : toJson(head),
  };
}

/** Lists the commits of a push, oldest first. */
function listPushedCommits({ store }: FakeRepository, before: string | null, after: string): Commit[] {
  const known = new Set(before === null ? [] : Array.from(listAncestors(store, before), ({ sha }) => sha));
  return [...listAncestors(store, after)].filter(({ sha }) => !known.has(sha)).reverse();
}

function pushedCommitJson(repository: FakeRepository, commit: Commit) {
  const { sha, tree, message, author } = commit;
  const differences = diffTrees(repository.store, findParent(repository.store, commit)?.tree, tree);
  const paths = (status: string) => differences.filter((file) => file.status === status).map(({ path }) => path);
  const signature = {
    name: author.name,
    email: author.email,
    ...(author.login !== undefined && { username: author.login }),
  };
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: dateOf(commit),
    url: `${htmlUrl(repository)}/commit/${sha}`,
    author: signature,
    committer: signature,
    added: paths('added'),
    removed: paths('removed'),
    modified: paths('modified'),
  };
}
