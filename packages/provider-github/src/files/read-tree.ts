import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { invalidResponse } from '../client/request-failure.ts';
import type { Location } from '../location.ts';

/** One line of a git tree, by its path from the root. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'symlink' | 'directory' | 'submodule';
  /** Of the content. */
  readonly sha: string;
  /** In bytes; 0 for what is no file. */
  readonly size: number;
}

/** One directory, or all that is below it. */
export interface Tree {
  readonly sha: string;
  readonly entries: readonly TreeEntry[];
  /** Whether GitHub left entries out: more than 100,000, or 7 MB. */
  readonly truncated: boolean;
  readonly etag: string | undefined;
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '040000': 'directory',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * Asks for a tree.
 * @param treeish A branch, a tag, a commit or a tree.
 * @param etag Of the tree that is known. @returns undefined where that is still the one.
 */
export async function readTree(
  { owner, repo }: Location,
  {
    treeish,
    recursive,
    etag,
  }: { readonly treeish: string; readonly recursive: boolean; readonly etag?: string | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<Tree | undefined> {
  const answer = await client.askIfChanged(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        owner,
        repo,
        tree_sha: treeish,
        ...(recursive && { recursive: '1' }),
        ...common,
      }),
    context,
    etag,
  );
  if (answer === undefined) return undefined;
  const { sha, tree, truncated } = answer.data ?? {};
  // Ids go into further requests.
  if (!Array.isArray(tree) || !tree.every((entry) => isId(entry?.sha) && typeof entry.path === 'string')) {
    throw invalidResponse('is about no tree');
  }
  return {
    sha,
    truncated,
    etag: answer.headers.etag,
    entries: tree.map(({ path, mode, sha, size = 0 }) => ({ path, kind: kinds[mode] ?? 'file', sha, size })),
  };
}

function isId(sha: unknown): boolean {
  return typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha);
}
