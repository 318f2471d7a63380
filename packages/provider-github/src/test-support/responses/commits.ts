import { ApiError, emptyRepository, notFound } from '../api-error.ts';
import type { Commit } from '../git/commit.ts';
import { diffTrees } from '../git/diff-trees.ts';
import { ancestors, history, mergeBase } from '../git/history.ts';
import { type Answer, json, type RepositoryCall, raw, wants } from './api-response.ts';
import { commitJson, filesJson, filesOf, htmlUrl } from './commit-json.ts';
import { paginate } from './paginate.ts';

const mostFiles = 300;

/** `commits`: those of a branch, newest first, or only those that touched a path. */
export function listCommits(call: RepositoryCall): Answer {
  const { repository, query } = call;
  if (repository.refs.size === 0) throw emptyRepository();
  const start = repository.find(query.get('sha') || 'HEAD');
  if (start === undefined) throw notFound();
  const found = [...history(repository.store, start.sha, (query.get('path') ?? '').replace(/^\/|\/$/g, ''))];
  const { items, headers } = paginate(call, 'commits', found);
  return json(
    items.map((commit) => commitJson(call, commit)),
    200,
    headers,
  );
}

/** `commits/{ref}`: one with its files, or its sha alone. */
export function getCommit(call: RepositoryCall, ref: string): Answer {
  const { repository } = call;
  if (repository.refs.size === 0) throw emptyRepository();
  const commit = repository.find(ref);
  if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  // Documented: whoever knows the sha may send it as the ETag.
  if (wants(call, 'sha')) return raw(Buffer.from(commit.sha), 'sha', { etag: `"${commit.sha}"` });
  const { items: files, headers } = paginate(call, `commits/${ref}`, filesOf(call, commit), {
    perPage: mostFiles,
    most: mostFiles,
  });
  const sum = (key: 'additions' | 'deletions' | 'changes') => files.reduce((total, file) => total + file[key], 0);
  const stats = { total: sum('changes'), additions: sum('additions'), deletions: sum('deletions') };
  return json({ ...commitJson(call, commit), stats, files }, 200, headers);
}

/** `compare/{base}...{head}` */
export function compare(call: RepositoryCall, basehead: string): Answer {
  const { repository, url } = call;
  const [baseName = '', headName = ''] = basehead.split('...');
  const [base, head] = [repository.find(baseName), repository.find(headName)];
  if (base === undefined || head === undefined) throw notFound();
  const common = mergeBase(repository.store, base.sha, head.sha);
  if (common === undefined) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = since(call, head, common).reverse();
  const behind = since(call, base, common);
  const { items, number, headers } = paginate(call, `compare/${basehead}`, ahead, { perPage: 250, most: 250 });
  const html = `${htmlUrl(repository)}/compare/${basehead}`;
  const differences = number === 1 ? diffTrees(repository.store, common.tree, head.tree) : [];
  return json(
    {
      url: `${url}/compare/${basehead}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitJson(call, base),
      merge_base_commit: commitJson(call, common),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: items.map((commit) => commitJson(call, commit)),
      files: filesJson(call, head.sha, differences).slice(0, mostFiles),
    },
    200,
    headers,
  );
}

function since({ repository: { store } }: RepositoryCall, commit: Commit, base: Commit): Commit[] {
  const found: Commit[] = [];
  for (const ancestor of ancestors(store, commit.sha)) {
    if (ancestor.sha === base.sha) break;
    found.push(ancestor);
  }
  return found;
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
