import { createPrompts } from '@prompts/core';
import { github } from '@prompts/provider-github';
import { createWebhookHandler } from '@prompts/webhooks';

async function create() {
  const {
    GITHUB_API_URL: baseUrl = 'https://api.github.com',
    GITHUB_TOKEN: token = '',
    GITHUB_WEBHOOK_SECRET: secret = '',
    PROMPTS_REPO: repo = '',
  } = process.env;
  const prompts = await createPrompts({
    systemPrompts: { review: { provider: 'github', config: { repo, path: 'prompts/review.md' } } },
    // The emulator's address is private: github.com needs no allowHosts.
    providers: [github({ baseUrl, token, allowHosts: [new URL(baseUrl).hostname] })],
  });
  return { prompts, handleWebhook: createWebhookHandler(prompts, { github: { secret } }) };
}

// `next dev` evaluates this module again after each edit. globalThis outlives that: see examples/hot-reload.
const kept = globalThis as { prompts?: ReturnType<typeof create> };

/**
 * Creates the prompts with the first request, and not while `next build` imports the routes. After a failure, the next request
 * tries again.
 */
export function getPrompts(): ReturnType<typeof create> {
  kept.prompts ??= create().catch((error) => {
    delete kept.prompts;
    throw error;
  });
  return kept.prompts;
}
