import { GraphQLError } from 'graphql';
import { canSee, hasPermission } from '../accounts/credential.ts';
import type { FakeRepository } from '../fake-repository.ts';
import type { ApiCall } from '../responses/api-call.ts';
import { htmlUrl } from '../responses/commit-json.ts';
import { isoSeconds, nodeId } from '../responses/encoding.ts';
import { type Cost, resolveGitObject } from './git-object.ts';

/** Computes the points of a query: one per 100 connections, at least one. */
export const computePoints = ({ connections }: Cost) => Math.max(1, Math.round(connections / 100));

/** Creates the resolvers of the fields of `Query`. */
export function createRootValue({ state, credential }: ApiCall, cost: Cost): object {
  return {
    repository({ owner, name, followRenames }: { owner: string; name: string; followRenames: boolean }) {
      const fullName = `${owner}/${name}`;
      const repository = state.findByName(fullName);
      const wasRenamed = repository?.fullName.toLowerCase() !== fullName.toLowerCase();
      if (repository === undefined || !canSee(credential, repository) || (wasRenamed && !followRenames))
        throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${fullName}'.`);
      return repositoryObject(repository, cost, () => {
        if (!hasPermission(credential, repository, 'contents'))
          throw typedError('FORBIDDEN', 'Resource not accessible by personal access token');
      });
    },
    rateLimit() {
      const { limit, remaining, used, reset } = credential.quotas.graphql.toJson();
      const resetAt = isoSeconds(reset * 1000);
      // Resolved last, when the cost of the other fields is known.
      const points = () => computePoints(cost);
      return { limit, cost: points, remaining: () => remaining - points(), used: () => used + points(), resetAt };
    },
  };
}

function repositoryObject(repository: FakeRepository, cost: Cost, assertReadable: () => void): object {
  const { id, name, fullName, refs } = repository;
  const ref = (qualifiedName: string) => {
    assertReadable();
    const candidates = ['', 'refs/heads/', 'refs/tags/', 'refs/'].map((prefix) => `${prefix}${qualifiedName}`);
    const found = candidates.find((candidate) => refs.has(candidate));
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
      assertReadable();
      if (oid !== undefined) return resolveGitObject(repository, oid, cost);
      const [rev = '', path] = splitOnce(expression ?? '');
      const commit = repository.find(rev);
      if (path === undefined) return resolveGitObject(repository, commit?.sha ?? rev, cost);
      const entry = commit && repository.store.findEntry(commit.tree, path);
      return entry === undefined ? null : resolveGitObject(repository, entry.sha, cost, path === '' ? '' : `${path}/`);
    },
  };
}

function splitOnce(expression: string): [string, string | undefined] {
  const colon = expression.indexOf(':');
  return colon === -1 ? [expression, undefined] : [expression.slice(0, colon), expression.slice(colon + 1)];
}

const typedError = (type: string, message: string) => new GraphQLError(message, { extensions: { type } });
