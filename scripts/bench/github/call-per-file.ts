import { mapBounded } from '@prompts/provider-kit';
import { octokitFor } from './octokit.ts';
import type { Access, Way } from './way.ts';

/** Octokit with a call for each file; every later call is conditional. */
export function callPerFile({ owner, repo, paths, ...access }: Access, { atOnce }: { readonly atOnce: number }): Way {
  const octokit = octokitFor(access);
  const files = new Map<string, { readonly text: string; readonly etag: string | undefined }>();
  async function read(path: string): Promise<void> {
    const etag = files.get(path)?.etag;
    const headers = etag === undefined ? {} : { 'if-none-match': etag };
    try {
      const answer = await octokit.rest.repos.getContent({ owner, repo, path, headers });
      const { content } = answer.data as { content: string };
      files.set(path, { text: Buffer.from(content, 'base64').toString(), etag: answer.headers.etag });
    } catch (error) {
      if ((error as { status?: number }).status !== 304) throw error;
    }
  }
  const readAll = async () => {
    await mapBounded(paths, atOnce, read);
  };
  return {
    what: `octokit, a call for each file, ${atOnce === 1 ? 'one by one' : `${atOnce} at once`}`,
    load: readAll,
    refresh: readAll,
    text: (path) => files.get(path)?.text,
    close: async () => {},
  };
}
