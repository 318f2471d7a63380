import { createPrompts, definePrompts } from '@prompts/core';
import github, { type GitHubConfig } from '@prompts/provider-github';

const access = { repo: 'company/ai-prompts', auth: { token: process.env.GITHUB_TOKEN } };

definePrompts({
  review: { provider: 'github', config: { ...access, path: 'prompts/review.md', branch: process.env.BRANCH } },
  'team/*': { provider: 'github', config: { repo: 'company/ai-prompts', path: 'team/**/*.md', ref: 'v1' } },
  app: {
    provider: 'github',
    config: { repo: 'a/b', path: 'c.md', auth: { appId: 1, privateKey: () => 'key', installationId: 2 } },
    metadata: { version: 'auto' },
    webhooks: ['push'],
  },
});

definePrompts({
  // @ts-expect-error path is missing
  review: { provider: 'github', config: { repo: 'company/ai-prompts' } },
});

definePrompts({
  // @ts-expect-error a misspelt key among valid ones
  review: { provider: 'github', config: { ...access, path: 'a.md', brnch: 'main' } },
});

definePrompts({
  // @ts-expect-error an entry must not allow hosts
  review: { provider: 'github', config: { ...access, path: 'a.md', allowHosts: ['127.0.0.1'] } },
});

definePrompts({
  // @ts-expect-error a misspelt key in auth
  review: { provider: 'github', config: { repo: 'a/b', path: 'c.md', auth: { token: 'x', tokn: 'y' } } },
});

definePrompts({
  // @ts-expect-error half of the credentials of an App
  review: { provider: 'github', config: { repo: 'a/b', path: 'c.md', auth: { appId: 1 } } },
});

void createPrompts({
  systemPrompts: { review: { provider: 'github', config: { ...access, path: 'a.md' } } },
  providers: [github({ allowHosts: ['127.0.0.1'], baseUrl: 'github.corp.example/api/v3', token: () => 'token' })],
});

// @ts-expect-error a misspelt option
github({ allowHost: [] });

export const config: GitHubConfig = { repo: 'a/b', path: 'c.md', branch: undefined };
