import { inChunks, mapBounded } from '@prompts/provider-kit';
import { createOctokit } from './octokit.ts';
import type { Access, Strategy } from './strategy.ts';

const filesPerQuery = 100;

interface GitObject {
  readonly oid: string;
  readonly text?: string;
}

/** Uses Octokit with GraphQL, 100 files per query. If the branch has moved, it queries the ids of all files to find the changed ones. */
export function queries(
  { owner, repo, paths, ...access }: Access,
  { concurrency }: { readonly concurrency: number },
): Strategy {
  const octokit = createOctokit(access);
  const files = new Map<string, GitObject>();
  let head: string | undefined;
  /** Sends one query. @returns The objects by path, and the commit under `HEAD`. */
  async function query(some: readonly string[], fields: string): Promise<Map<string, GitObject>> {
    const expressions = ['HEAD', ...some];
    const objects = expressions.map((path, index) => {
      const [expression, on, of] = index === 0 ? [path, 'Commit', 'oid'] : [`HEAD:${path}`, 'Blob', fields];
      return `o${index}: object(expression: ${JSON.stringify(expression)}) { ... on ${on} { ${of} } }`;
    });
    const text = `query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${objects.join(' ')} } }`;
    const { repository } = await octokit.graphql<{ repository: Record<string, GitObject> }>(text, { owner, repo });
    return new Map(expressions.map((path, index) => [path, repository[`o${index}`] as GitObject]));
  }
  async function queryAll(some: readonly string[], fields: string): Promise<Map<string, GitObject>> {
    const answers = await mapBounded(inChunks(some, filesPerQuery), concurrency, (chunk) => query(chunk, fields));
    return new Map(answers.flatMap((answer) => [...answer]));
  }
  async function read(some: readonly string[]): Promise<void> {
    for (const [path, answer] of await queryAll(some, 'oid text')) {
      if (path === 'HEAD') head = answer.oid;
      else files.set(path, answer);
    }
  }
  return {
    what: `octokit, GraphQL, ${filesPerQuery} files per query, ${concurrency} concurrent`,
    load: () => read(paths),
    async refresh() {
      if ((await query([], '')).get('HEAD')?.oid === head) return;
      const ids = await queryAll(paths, 'oid');
      await read(paths.filter((path) => ids.get(path)?.oid !== files.get(path)?.oid));
    },
    text: (path) => files.get(path)?.text,
    close: async () => {},
  };
}
