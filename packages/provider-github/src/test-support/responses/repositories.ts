import { ApiError, notFound } from '../api-error.ts';
import { type Answer, encodePath, json, type RepositoryCall } from './api-response.ts';
import { commitJson, htmlUrl } from './commit-json.ts';
import { repositoryJson } from './repository-json.ts';
import { userJson } from './user-json.ts';

/** `repos/{owner}/{repo}` */
export function getRepository({ repository, apiUrl, credential }: RepositoryCall): Answer {
  const permissions = { admin: false, maintain: false, push: false, triage: false, pull: true };
  return json({
    ...repositoryJson(apiUrl, repository),
    ...(credential.kind !== 'anonymous' && { permissions }),
    organization: userJson(apiUrl, repository.owner, 'Organization'),
    network_count: 0,
    subscribers_count: 0,
  });
}

/** `branches/{branch}` */
export function getBranch(call: RepositoryCall, name: string): Answer {
  const { repository, url } = call;
  const commit = repository.refs.has(`refs/heads/${name}`) ? repository.find(`heads/${name}`) : undefined;
  if (commit === undefined) throw new ApiError(404, 'Branch not found');
  const self = `${url}/branches/${encodePath(name)}`;
  const checks = { enforcement_level: 'off', contexts: [], checks: [] };
  return json({
    name,
    commit: commitJson(call, commit),
    _links: { self, html: `${htmlUrl(repository)}/tree/${encodePath(name)}` },
    protected: false,
    protection: { enabled: false, required_status_checks: checks },
    protection_url: `${self}/protection`,
  });
}

/** `tarball/{ref}`: where the archive host has it, with a key of its own for private repositories. */
export function getTarball({ repository, state }: RepositoryCall, ref: string): Answer {
  const name = ref === '' ? repository.defaultBranch : ref;
  if (repository.find(name) === undefined) throw notFound();
  const full = ['heads', 'tags'].map((kind) => `refs/${kind}/${name}`).find((one) => repository.refs.has(one));
  const location = new URL(`/${repository.fullName}/legacy.tar.gz/${encodePath(full ?? name)}`, state.archiveOrigin);
  if (repository.private) location.searchParams.set('token', state.archiveToken(repository));
  return { status: 302, bytes: new Uint8Array(), headers: { location: location.href } };
}
