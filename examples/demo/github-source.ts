/** A repository with prompts: in an emulator, or on github.com if GITHUB_TOKEN and PROMPTS_DEMO_REPO are set. */
import { startEmulator } from '../github-emulator/start-emulator.ts';

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
