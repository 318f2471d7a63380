import { canSee, hasPermission } from '../accounts/credential.ts';
import { ApiError, notFound } from '../api-error.ts';
import type { ApiCall, RepositoryCall } from './api-call.ts';
import { type ApiResponse, jsonResponse } from './api-response.ts';
import { createToken, getApp, getInstallation } from './apps.ts';
import { compare, getCommit, listCommits } from './commits.ts';
import { getContents } from './contents.ts';
import { getBlob, getGitCommit, getRef, getTree } from './git-data.ts';
import { getBranch, getRepository, getTarball } from './repositories.ts';

type RepositoryHandler = (call: RepositoryCall, argument: string) => ApiResponse;

/** The path after `repos/{owner}/{repo}`, the permission that it needs, and its handler, which receives the pattern's group. */
const repositoryRoutes: readonly [RegExp, 'metadata' | 'contents', RepositoryHandler][] = [
  [/^()$/, 'metadata', getRepository],
  [/^\/contents(?:\/(.*))?$/, 'contents', getContents],
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
 * Handles a REST request.
 * @param path The path below the API's root, still percent-encoded.
 * @throws {ApiError} The error that GitHub would return.
 */
export function route(call: ApiCall, method: string, path: string): ApiResponse {
  const tokenPath = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path);
  if (method === 'POST' && tokenPath) return createToken(call, tokenPath[1] ?? '');
  if (method !== 'GET') throw notFound();
  if (path === '/app') return getApp(call);
  if (path === '/rate_limit') return getRateLimit(call);
  const [, owner, name, id, rest = ''] = /^\/(?:repos\/([^/]+)\/([^/]+)|repositories\/(\d+))(\/.*)?$/.exec(path) ?? [];
  const { state, credential, apiUrl, query } = call;
  const repository = id === undefined ? state.findByName(`${owner}/${name}`) : state.findById(Number(id));
  if (repository === undefined || !canSee(credential, repository)) throw notFound();
  if (id === undefined && `${owner}/${name}`.toLowerCase() !== repository.fullName.toLowerCase()) {
    const url = `${apiUrl}/repositories/${repository.id}${rest}${query.size > 0 ? `?${query}` : ''}`;
    throw new ApiError(301, 'Moved Permanently', { url, headers: { location: url } });
  }
  if (rest === '/installation') return getInstallation(call, repository);
  for (const [pattern, permission, handle] of repositoryRoutes) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    if (!hasPermission(credential, repository, permission)) throw forbidden(credential.kind, permission);
    return handle({ ...call, repository, url: `${apiUrl}/repos/${repository.fullName}` }, decodePath(match[1] ?? ''));
  }
  throw notFound();
}

function getRateLimit({ credential: { quotas } }: ApiCall): ApiResponse {
  const core = quotas.core.toJson();
  const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
  return { ...jsonResponse({ resources: { core, search, graphql: quotas.graphql.toJson() }, rate: core }), cost: 0 };
}

function forbidden(kind: string, permission: string): ApiError {
  const credential = kind === 'token' ? 'personal access token' : 'integration';
  const headers = { 'x-accepted-github-permissions': `${permission}=read` };
  return new ApiError(403, `Resource not accessible by ${credential}`, { headers });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
}
