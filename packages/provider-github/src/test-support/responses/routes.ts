import { may, sees } from '../accounts/credential.ts';
import { ApiError, notFound } from '../api-error.ts';
import { type Answer, type Call, json, type RepositoryCall } from './api-response.ts';
import { getApp, getInstallation, mintToken } from './apps.ts';
import { compare, getCommit, listCommits } from './commits.ts';
import { contents } from './contents.ts';
import { getBlob, getGitCommit, getRef, getTree } from './git-data.ts';
import { getBranch, getRepository, getTarball } from './repositories.ts';

type RepositoryAnswer = (call: RepositoryCall, rest: string) => Answer;

/** What comes after `repos/{owner}/{repo}`, the permission it takes, and who answers; the group is the answerer's. */
const repositoryRoutes: readonly [RegExp, 'metadata' | 'contents', RepositoryAnswer][] = [
  [/^()$/, 'metadata', getRepository],
  [/^\/contents(?:\/(.*))?$/, 'contents', contents],
  [/^\/commits()$/, 'contents', listCommits],
  [/^\/commits\/(.+)$/, 'contents', getCommit],
  [/^\/compare\/(.+)$/, 'contents', compare],
  [/^\/branches\/(.+)$/, 'contents', getBranch],
  [/^\/git\/ref\/(.+)$/, 'contents', getRef],
  [/^\/git\/trees\/(.+)$/, 'contents', getTree],
  [/^\/git\/blobs\/(.+)$/, 'contents', getBlob],
  [/^\/git\/commits\/(.+)$/, 'contents', getGitCommit],
  [/^\/tarball(?:\/(.*))?$/, 'contents', getTarball],
];

/**
 * Answers a REST request.
 * @param path below the API's own, escaped as it came.
 * @throws {ApiError} what GitHub would say is wrong.
 */
export function route(call: Call, method: string, path: string): Answer {
  const minting = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path);
  if (method === 'POST' && minting) return mintToken(call, minting[1] ?? '');
  if (method !== 'GET') throw notFound();
  if (path === '/app') return getApp(call);
  if (path === '/rate_limit') return rateLimit(call);
  const [, owner, name, id, rest = ''] = /^\/(?:repos\/([^/]+)\/([^/]+)|repositories\/(\d+))(\/.*)?$/.exec(path) ?? [];
  const { state, credential, apiUrl, query } = call;
  const repository = id === undefined ? state.byName(`${owner}/${name}`) : state.byId(Number(id));
  if (repository === undefined || !sees(credential, repository)) throw notFound();
  if (id === undefined && `${owner}/${name}`.toLowerCase() !== repository.fullName.toLowerCase()) {
    const url = `${apiUrl}/repositories/${repository.id}${rest}${query.size > 0 ? `?${query}` : ''}`;
    throw new ApiError(301, 'Moved Permanently', { url, headers: { location: url } });
  }
  if (rest === '/installation') return getInstallation(call, repository);
  for (const [pattern, permission, answer] of repositoryRoutes) {
    const found = pattern.exec(rest);
    if (found === null) continue;
    if (!may(credential, repository, permission)) throw forbidden(credential.kind, permission);
    return answer({ ...call, repository, url: `${apiUrl}/repos/${repository.fullName}` }, decode(found[1] ?? ''));
  }
  throw notFound();
}

function rateLimit({ credential: { quotas } }: Call): Answer {
  const core = quotas.core.toJson();
  const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
  return { ...json({ resources: { core, search, graphql: quotas.graphql.toJson() }, rate: core }), cost: 0 };
}

function forbidden(kind: string, permission: string): ApiError {
  const who = kind === 'token' ? 'personal access token' : 'integration';
  const headers = { 'x-accepted-github-permissions': `${permission}=read` };
  return new ApiError(403, `Resource not accessible by ${who}`, { headers });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
}
