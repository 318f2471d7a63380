import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { formatLocation, type Location } from '../location.ts';

/** One entry of a git tree. */
export interface TreeEntry {
  /** From the root of the tree. */
  readonly path: string;
  readonly kind: 'file' | 'symlink' | 'directory' | 'submodule';
  /** The id of the content. */
  readonly sha: string;
  /** The size of a file; 0 for any other kind. */
  readonly sizeBytes: number;
}

/** The entries of one directory, or all entries below it. */
export interface Tree {
  readonly sha: string;
  readonly entries: readonly TreeEntry[];
  /** Whether GitHub omitted entries: it returns at most 100,000 entries or 7 MB. */
  readonly truncated: boolean;
  readonly etag: string | undefined;
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '040000': 'directory',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * Reads a tree. Sends one request.
 * @param treeish A branch, a tag, a commit or a tree.
 * @param etag The ETag of the last response, if there was one.
 * @returns undefined if nothing has changed since that response.
 */
export async function readTree(
  location: Location,
  {
    treeish,
    recursive,
    etag,
  }: { readonly treeish: string; readonly recursive: boolean; readonly etag?: string | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<Tree | undefined> {
  const { owner, repo } = location;
  const response = await client.sendConditional(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        owner,
        repo,
        tree_sha: treeish,
        ...(recursive && { recursive: '1' }),
        ...common,
      }),
    { what: formatLocation(location), etag },
    context,
  );
  if (response === undefined) return undefined;
  const { sha, tree, truncated } = response.data ?? {};
  // The ids become part of further requests.
  if (!Array.isArray(tree) || !tree.every((entry) => isObjectId(entry?.sha) && typeof entry.path === 'string')) {
    throw client.invalidResponse('does not describe a tree');
  }
  return {
    sha,
    truncated,
    etag: response.headers.etag,
    entries: tree.map(({ path, mode, sha, size: sizeBytes = 0 }) => ({
      path,
      kind: kinds[mode] ?? 'file',
      sha,
      sizeBytes,
    })),
  };
}

function isObjectId(sha: unknown): boolean {
  return typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha);
}
