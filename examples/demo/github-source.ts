/** A repository with prompts: in an emulator, or on github.com if GITHUB_TOKEN and PROMPTS_DEMO_REPO are set. */
import { randomBytes } from 'node:crypto';
import { createEmulator } from 'emulate';

export interface GitHubSource {
  readonly repo: string;
  readonly token: string;
  /** The URL of the emulator; undefined for github.com. */
  readonly baseUrl: string | undefined;
  /** Commits a file; undefined for a repository on github.com, which is only read. */
  readonly commit: ((path: string, text: string, message: string) => Promise<void>) | undefined;
  close(): Promise<void>;
}

export async function startGitHub(): Promise<GitHubSource> {
  const { GITHUB_TOKEN: token, PROMPTS_DEMO_REPO: repo } = process.env;
  if (token && repo) return { repo, token, baseUrl: undefined, commit: undefined, async close() {} };
  return startEmulator();
}

async function startEmulator(): Promise<GitHubSource> {
  const token = randomBytes(12).toString('hex');
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [token]: { login: 'ada', scopes: ['repo'] } },
      github: {
        users: [{ login: 'ada', name: 'Ada' }],
        repos: [{ owner: 'ada', name: 'ai-prompts', auto_init: true }],
      },
    },
  });
  const baseUrl = emulator.url.replace('localhost', '127.0.0.1');
  const files = `${baseUrl}/repos/ada/ai-prompts/contents`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    repo: 'ada/ai-prompts',
    token,
    baseUrl,
    async commit(path, text, message) {
      const existing = await fetch(`${files}/${path}`, { headers });
      const { sha } = (await existing.json()) as { sha?: string };
      const content = Buffer.from(text).toString('base64');
      const body = JSON.stringify({ message, content, ...(existing.ok && { sha }) });
      const response = await fetch(`${files}/${path}`, { method: 'PUT', headers, body });
      if (!response.ok) throw new Error(`the emulator returned ${response.status} for a commit`);
    },
    close: () => emulator.close(),
  };
}
