import { mapBounded } from '@prompts/provider-kit';
import { createOctokit } from './octokit.ts';
import type { Access, Strategy } from './strategy.ts';

/** Uses Octokit with a request for each file. Further requests are conditional. */
export function callPerFile(
  { owner, repo, paths, ...access }: Access,
  { concurrency }: { readonly concurrency: number },
): Strategy {
  const octokit = createOctokit(access);
  const files = new Map<string, { readonly text: string; readonly etag: string | undefined }>();
  async function read(path: string): Promise<void> {
    const etag = files.get(path)?.etag;
    const headers = etag === undefined ? {} : { 'if-none-match': etag };
    try {
      const response = await octokit.rest.repos.getContent({ owner, repo, path, headers });
      const { content } = response.data as { content: string };
      files.set(path, { text: Buffer.from(content, 'base64').toString(), etag: response.headers.etag });
    } catch (error) {
      if ((error as { status?: number }).status !== 304) throw error;
    }
  }
  const readAll = async () => {
    await mapBounded(paths, concurrency, read);
  };
  return {
    what: `octokit, one request per file, ${concurrency === 1 ? 'sequential' : `${concurrency} concurrent`}`,
    load: readAll,
    refresh: readAll,
    text: (path) => files.get(path)?.text,
    close: async () => {},
  };
}
