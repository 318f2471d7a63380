import { randomBytes } from 'node:crypto';
import { createEmulator } from 'emulate';

/** A repository of an emulated GitHub. */
export interface GitHubEmulator {
  readonly repo: string;
  readonly token: string;
  readonly baseUrl: string;
  commit(path: string, text: string, message: string): Promise<void>;
  /** Adds a webhook to the repository: from now on, each commit is delivered. */
  deliverTo(url: string, secret: string): Promise<void>;
  close(): Promise<void>;
}

export async function startEmulator(): Promise<GitHubEmulator> {
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

  async function call(method: string, path: string, body?: object): Promise<{ sha?: string }> {
    const response = await fetch(`${baseUrl}/repos/ada/ai-prompts/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok && response.status !== 404) {
      throw new Error(`the emulator returned ${response.status} for ${method} ${path}`);
    }
    return (await response.json()) as { sha?: string };
  }

  return {
    repo: 'ada/ai-prompts',
    token,
    baseUrl,
    async commit(path, text, message) {
      const { sha } = await call('GET', `contents/${path}`);
      const content = Buffer.from(text).toString('base64');
      await call('PUT', `contents/${path}`, { message, content, ...(sha && { sha }) });
    },
    async deliverTo(url, secret) {
      await call('POST', 'hooks', { events: ['push'], config: { url, secret, content_type: 'json' } });
    },
    close: () => emulator.close(),
  };
}
