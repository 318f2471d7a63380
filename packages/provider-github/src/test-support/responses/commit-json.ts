import type { FakeRepository } from '../fake-repository.ts';
import type { Author, Commit } from '../git/commit.ts';
import { detectRenames, diffTrees, type FileDifference } from '../git/diff-trees.ts';
import { findParent } from '../git/history.ts';
import type { RepositoryCall } from './api-call.ts';
import { encodePath, isoSeconds, nodeId } from './encoding.ts';
import { userJson } from './user-json.ts';

const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

export const htmlUrl = ({ fullName }: FakeRepository) => `https://github.com/${fullName}`;
export const dateOf = ({ epochSeconds }: Commit) => isoSeconds(epochSeconds * 1000);

/** Creates the JSON of a commit in a list, without its files. */
export function commitJson({ repository, url, apiUrl }: RepositoryCall, commit: Commit) {
  const { sha, tree, message, author } = commit;
  const html = `${htmlUrl(repository)}/commit`;
  const signature = { name: author.name, email: author.email, date: dateOf(commit) };
  return {
    sha,
    node_id: nodeId('Commit', sha),
    commit: {
      author: signature,
      committer: signature,
      message,
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification,
    },
    url: `${url}/commits/${sha}`,
    html_url: `${html}/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: accountOf(apiUrl, author),
    committer: accountOf(apiUrl, author),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${html}/${parent}`,
    })),
  };
}

/** Creates the JSON of a commit in the git database. */
export function gitCommitJson(call: RepositoryCall, commit: Commit) {
  const { sha, node_id, html_url, commit: gitCommit, parents } = commitJson(call, commit);
  const { author, committer, message, tree, url } = gitCommit;
  return { sha, node_id, url, html_url, author, committer, tree, message, parents, verification };
}

/** Creates the JSON of the files that a commit changed. */
export function commitFilesJson(call: RepositoryCall, commit: Commit) {
  const { store } = call.repository;
  const parent = findParent(store, commit);
  return filesJson(call, commit.sha, diffTrees(store, parent?.tree, commit.tree));
}

export function filesJson(call: RepositoryCall, sha: string, differences: readonly FileDifference[]) {
  const { repository, url } = call;
  return detectRenames(differences).map(({ path, status, before, after, previousPath }) => {
    const [additions, deletions] = status === 'renamed' ? [0, 0] : [countLines(after?.sha), countLines(before?.sha)];
    const encoded = encodePath(path);
    return {
      sha: (after ?? before)?.sha ?? null,
      filename: path,
      status,
      // The fake counts a change as a replacement of all lines.
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${htmlUrl(repository)}/blob/${sha}/${encoded}`,
      raw_url: `${htmlUrl(repository)}/raw/${sha}/${encoded}`,
      contents_url: `${url}/contents/${encoded}?ref=${sha}`,
      ...(previousPath !== undefined && { previous_filename: previousPath }),
    };
  });

  function countLines(blob: string | undefined): number {
    const bytes = blob === undefined ? undefined : repository.store.blob(blob);
    return bytes === undefined || bytes.length === 0 ? 0 : Buffer.from(bytes).toString('latin1').split('\n').length;
  }
}

const accountOf = (apiUrl: string, { login }: Author) => (login === undefined ? null : userJson(apiUrl, login));
