import type { GitHubConfig, GitHubOptions } from './config.ts';
import { github } from './github.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    github: GitHubConfig;
  }
  interface ProviderOptions {
    github: GitHubOptions;
  }
}

export type {
  GitHubAccess,
  GitHubAppAuth,
  GitHubAuth,
  GitHubConfig,
  GitHubOptions,
  GitHubTokenAuth,
  ReadyOctokit,
} from './config.ts';
export { github };
export default github;
