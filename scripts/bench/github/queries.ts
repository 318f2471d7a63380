import { inChunks, mapBounded } from '@prompts/provider-kit';
import { octokitFor } from './octokit.ts';
import type { Access, Way } from './way.ts';

const filesPerQuery = 100;

interface FileAnswer {
  readonly oid: string;
  readonly text?: string;
}

/** Octokit with GraphQL: a hundred files a query. Where the branch has moved, the ids of all files tell which to read. */
export function queries({ owner, repo, paths, ...access }: Access, { atOnce }: { readonly atOnce: number }): Way {
  const octokit = octokitFor(access);
  const files = new Map<string, FileAnswer>();
  let head: string | undefined;
  /** @returns answers by path, and the commit they are of by `HEAD`. */
  async function ask(some: readonly string[], fields: string): Promise<Map<string, FileAnswer>> {
    const asked = ['HEAD', ...some];
    const objects = asked.map((path, index) => {
      const [expression, on, of] = index === 0 ? [path, 'Commit', 'oid'] : [`HEAD:${path}`, 'Blob', fields];
      return `o${index}: object(expression: ${JSON.stringify(expression)}) { ... on ${on} { ${of} } }`;
    });
    const query = `query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${objects.join(' ')} } }`;
    const { repository } = await octokit.graphql<{ repository: Record<string, FileAnswer> }>(query, { owner, repo });
    return new Map(asked.map((path, index) => [path, repository[`o${index}`] as FileAnswer]));
  }
  async function askAll(some: readonly string[], fields: string): Promise<Map<string, FileAnswer>> {
    const answers = await mapBounded(inChunks(some, filesPerQuery), atOnce, (chunk) => ask(chunk, fields));
    return new Map(answers.flatMap((answer) => [...answer]));
  }
  async function read(some: readonly string[]): Promise<void> {
    for (const [path, answer] of await askAll(some, 'oid text')) {
      if (path === 'HEAD') head = answer.oid;
      else files.set(path, answer);
    }
  }
  return {
    what: `octokit, GraphQL of ${filesPerQuery} files a query, ${atOnce} at once`,
    load: () => read(paths),
    async refresh() {
      if ((await ask([], '')).get('HEAD')?.oid === head) return;
      const ids = await askAll(paths, 'oid');
      await read(paths.filter((path) => ids.get(path)?.oid !== files.get(path)?.oid));
    },
    text: (path) => files.get(path)?.text,
    close: async () => {},
  };
}
