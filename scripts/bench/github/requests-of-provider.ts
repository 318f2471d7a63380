import { createOctokit } from './octokit.ts';
import type { Access, Strategy } from './strategy.ts';

/** Sends the requests that @prompts/provider-github sends for the first load, the tree and the archive, and reads no text. */
export function requestsOfProvider({ owner, repo, ...access }: Access): Strategy {
  const octokit = createOctokit(access);
  return {
    what: 'octokit, the same requests without reading the texts',
    async load() {
      await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        owner,
        repo,
        tree_sha: 'HEAD',
        recursive: '1',
      });
      await octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', { owner, repo, ref: 'HEAD' });
    },
    async refresh() {},
    text: () => undefined,
    close: async () => {},
  };
}
