import { ApiError, notFound } from '../api-error.ts';
import type { RepositoryCall } from './api-call.ts';
import { type ApiResponse, jsonResponse } from './api-response.ts';
import { commitJson, htmlUrl } from './commit-json.ts';
import { encodePath } from './encoding.ts';
import { repositoryJson } from './repository-json.ts';
import { userJson } from './user-json.ts';

/** `repos/{owner}/{repo}` */
export function getRepository({ repository, apiUrl, credential }: RepositoryCall): ApiResponse {
  const permissions = { admin: false, maintain: false, push: false, triage: false, pull: true };
  return jsonResponse({
    ...repositoryJson(apiUrl, repository),
    ...(credential.kind !== 'anonymous' && { permissions }),
    organization: userJson(apiUrl, repository.owner, 'Organization'),
    network_count: 0,
    subscribers_count: 0,
  });
}

/** `branches/{branch}` */
export function getBranch(call: RepositoryCall, name: string): ApiResponse {
  const { repository, url } = call;
  const commit = repository.refs.has(`refs/heads/${name}`) ? repository.find(`heads/${name}`) : undefined;
  if (commit === undefined) throw new ApiError(404, 'Branch not found');
  const self = `${url}/branches/${encodePath(name)}`;
  const checks = { enforcement_level: 'off', contexts: [], checks: [] };
  return jsonResponse({
    name,
    commit: commitJson(call, commit),
    _links: { self, html: `${htmlUrl(repository)}/tree/${encodePath(name)}` },
    protected: false,
    protection: { enabled: false, required_status_checks: checks },
    protection_url: `${self}/protection`,
  });
}

/** `tarball/{ref}`: redirects to the archive host, with a one-time token for a private repository. */
export function getTarball({ repository, state }: RepositoryCall, ref: string): ApiResponse {
  const name = ref === '' ? repository.defaultBranch : ref;
  if (repository.find(name) === undefined) throw notFound();
  const fullRef = ['heads', 'tags'].map((kind) => `refs/${kind}/${name}`).find((ref) => repository.refs.has(ref));
  const location = new URL(`/${repository.fullName}/legacy.tar.gz/${encodePath(fullRef ?? name)}`, state.archiveOrigin);
  if (repository.private) location.searchParams.set('token', state.createArchiveToken(repository));
  return { status: 302, bytes: new Uint8Array(), headers: { location: location.href } };
}
