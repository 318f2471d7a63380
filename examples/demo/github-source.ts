/** A repository to read prompts from: the emulator's by default, a real one where the environment names it. */
import { randomBytes } from 'node:crypto';
import { createEmulator } from 'emulate';

export interface GitHubSource {
  readonly repo: string;
  readonly token: string;
  /** Undefined: github.com itself. */
  readonly baseUrl: string | undefined;
  /** Commits a file; undefined where the repository isn't ours to write to. */
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
      const there = await fetch(`${files}/${path}`, { headers });
      const { sha } = (await there.json()) as { sha?: string };
      const content = Buffer.from(text).toString('base64');
      const body = JSON.stringify({ message, content, ...(there.ok && { sha }) });
      const answer = await fetch(`${files}/${path}`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(`the emulator answered ${answer.status} to a commit`);
    },
    close: () => emulator.close(),
  };
}
