import { GraphQLError } from 'graphql';
import { may, sees } from '../accounts/credential.ts';
import type { FakeRepository } from '../fake-repository.ts';
import { type Call, nodeId } from '../responses/api-response.ts';
import { htmlUrl } from '../responses/commit-json.ts';
import { type Cost, resolveGitObject } from './git-object.ts';

/** Points a query costs: GitHub counts a hundred connections as one, and never less than one. */
export const pointsOf = ({ connections }: Cost) => Math.max(1, Math.round(connections / 100));

/** What the fields of `Query` give. */
export function rootValue({ state, credential }: Call, cost: Cost): object {
  return {
    repository({ owner, name, followRenames }: { owner: string; name: string; followRenames: boolean }) {
      const asked = `${owner}/${name}`;
      const repository = state.byName(asked);
      const moved = repository?.fullName.toLowerCase() !== asked.toLowerCase();
      if (repository === undefined || !sees(credential, repository) || (moved && !followRenames))
        throw failure('NOT_FOUND', `Could not resolve to a Repository with the name '${asked}'.`);
      return repositoryObject(repository, cost, () => {
        if (!may(credential, repository, 'contents'))
          throw failure('FORBIDDEN', 'Resource not accessible by personal access token');
      });
    },
    rateLimit() {
      const { limit, remaining, used, reset } = credential.quotas.graphql.toJson();
      const resetAt = new Date(reset * 1000).toISOString().replace('.000', '');
      // Asked for last, when the other fields are known.
      const points = () => pointsOf(cost);
      return { limit, cost: points, remaining: () => remaining - points(), used: () => used + points(), resetAt };
    },
  };
}

function repositoryObject(repository: FakeRepository, cost: Cost, check: () => void): object {
  const { id, name, fullName, refs } = repository;
  const ref = (qualifiedName: string) => {
    check();
    const full = ['', 'refs/heads/', 'refs/tags/', 'refs/'].map((prefix) => `${prefix}${qualifiedName}`);
    const found = full.find((one) => refs.has(one));
    if (found === undefined) return null;
    const [, prefix = '', short = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(found) ?? [];
    const target = () => resolveGitObject(repository, refs.get(found) ?? '', cost);
    return { id: nodeId('Ref', found), name: short, prefix, target };
  };
  return {
    id: nodeId('Repository', id),
    databaseId: id,
    name,
    nameWithOwner: fullName,
    isPrivate: repository.private,
    isArchived: repository.archived,
    isEmpty: refs.size === 0,
    url: htmlUrl(repository),
    defaultBranchRef: () => ref(`refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(qualifiedName),
    object({ oid, expression }: { oid?: string; expression?: string }) {
      check();
      if (oid !== undefined) return resolveGitObject(repository, oid, cost);
      const [rev = '', path] = splitOnce(expression ?? '');
      const commit = repository.find(rev);
      if (path === undefined) return resolveGitObject(repository, commit?.sha ?? rev, cost);
      const entry = commit && repository.store.at(commit.tree, path);
      return entry === undefined ? null : resolveGitObject(repository, entry.sha, cost, path === '' ? '' : `${path}/`);
    },
  };
}

function splitOnce(expression: string): [string, string | undefined] {
  const colon = expression.indexOf(':');
  return colon === -1 ? [expression, undefined] : [expression.slice(0, colon), expression.slice(colon + 1)];
}

const failure = (type: string, message: string) => new GraphQLError(message, { extensions: { type } });
