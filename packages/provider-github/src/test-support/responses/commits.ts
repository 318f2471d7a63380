import { ApiError, emptyRepository, notFound } from '../api-error.ts';
import type { Commit } from '../git/commit.ts';
import { diffTrees } from '../git/diff-trees.ts';
import { findMergeBase, listAncestors, listHistory } from '../git/history.ts';
import { accepts, type RepositoryCall } from './api-call.ts';
import { type ApiResponse, jsonResponse, rawResponse } from './api-response.ts';
import { commitFilesJson, commitJson, filesJson, htmlUrl } from './commit-json.ts';
import { paginate } from './paginate.ts';

const maxFiles = 300;

/** `commits`: the commits of a branch, newest first, or only those that changed a path. */
export function listCommits(call: RepositoryCall): ApiResponse {
  const { repository, query } = call;
  if (repository.refs.size === 0) throw emptyRepository();
  const start = repository.find(query.get('sha') || 'HEAD');
  if (start === undefined) throw notFound();
  const commits = [...listHistory(repository.store, start.sha, (query.get('path') ?? '').replace(/^\/|\/$/g, ''))];
  const { items, headers } = paginate(call, 'commits', commits);
  return jsonResponse(
    items.map((commit) => commitJson(call, commit)),
    200,
    headers,
  );
}

/** `commits/{ref}`: a commit with its files, or only its sha. */
export function getCommit(call: RepositoryCall, ref: string): ApiResponse {
  const { repository } = call;
  if (repository.refs.size === 0) throw emptyRepository();
  const commit = repository.find(ref);
  if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  // GitHub documents that the sha is also the ETag.
  if (accepts(call, 'sha')) return rawResponse(Buffer.from(commit.sha), 'sha', { etag: `"${commit.sha}"` });
  const { items: files, headers } = paginate(call, `commits/${ref}`, commitFilesJson(call, commit), {
    perPage: maxFiles,
    maxPerPage: maxFiles,
  });
  const sum = (key: 'additions' | 'deletions' | 'changes') => files.reduce((total, file) => total + file[key], 0);
  const stats = { total: sum('changes'), additions: sum('additions'), deletions: sum('deletions') };
  return jsonResponse({ ...commitJson(call, commit), stats, files }, 200, headers);
}

/** `compare/{base}...{head}` */
export function compare(call: RepositoryCall, basehead: string): ApiResponse {
  const { repository, url } = call;
  const [baseName = '', headName = ''] = basehead.split('...');
  const [base, head] = [repository.find(baseName), repository.find(headName)];
  if (base === undefined || head === undefined) throw notFound();
  const common = findMergeBase(repository.store, base.sha, head.sha);
  if (common === undefined) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = listCommitsSince(call, head, common).reverse();
  const behind = listCommitsSince(call, base, common);
  const { items, number, headers } = paginate(call, `compare/${basehead}`, ahead, { perPage: 250, maxPerPage: 250 });
  const html = `${htmlUrl(repository)}/compare/${basehead}`;
  const differences = number === 1 ? diffTrees(repository.store, common.tree, head.tree) : [];
  return jsonResponse(
    {
      url: `${url}/compare/${basehead}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitJson(call, base),
      merge_base_commit: commitJson(call, common),
      status: compareStatus(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: items.map((commit) => commitJson(call, commit)),
      files: filesJson(call, head.sha, differences).slice(0, maxFiles),
    },
    200,
    headers,
  );
}

function listCommitsSince({ repository: { store } }: RepositoryCall, commit: Commit, base: Commit): Commit[] {
  const commits: Commit[] = [];
  for (const ancestor of listAncestors(store, commit.sha)) {
    if (ancestor.sha === base.sha) break;
    commits.push(ancestor);
  }
  return commits;
}

function compareStatus(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
