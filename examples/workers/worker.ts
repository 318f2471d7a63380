import { env, waitUntil } from 'cloudflare:workers';
import { createPrompts, PromptError, type PromptProvider } from '@prompts/core';

/** Reads texts by the platform's own fetch. */
const site: PromptProvider<{ path: string }> = {
  name: 'site',
  async load({ path }, { signal }) {
    const response = await fetch(new URL(path, env.PROMPTS_URL), { signal });
    if (!response.ok) throw new PromptError('UNAVAILABLE', `the site returned ${response.status} for ${path}`);
    return { content: await response.text() };
  },
};

const create = () =>
  createPrompts({
    systemPrompts: {
      review: { provider: 'site', config: { path: '/review.md' }, cache: { ttl: 60 }, fallback: 'You review code.' },
    },
    providers: [site],
    waitUntil,
  });

// Created by the first request: a Worker may not fetch before.
let prompts: ReturnType<typeof create> | undefined;

export default {
  async fetch(request: Request): Promise<Response> {
    prompts ??= create();
    const language = new URL(request.url).searchParams.get('language') ?? 'TypeScript';
    return new Response(await (await prompts).render('review', { language }));
  },
};
