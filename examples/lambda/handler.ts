import { createPrompts } from '@prompts/core';
import { http } from '@prompts/provider-http';

/** What this handler reads of an event of API Gateway or of a function URL (payload version 2.0). */
interface HttpEvent {
  readonly queryStringParameters?: Readonly<Record<string, string>>;
}

const url = process.env.PROMPT_URL ?? 'https://prompts.example/review.md';
const attempts = new Set<Promise<unknown>>();

// Outside of the handler: once per execution environment, while Lambda starts it.
const prompts = await createPrompts({
  systemPrompts: {
    review: { provider: 'http', config: { url }, cache: { ttl: 60 }, fallback: 'You review {{language}} code.' },
  },
  providers: [http({ allowHosts: process.env.PROMPT_HOSTS?.split(',') ?? [] })],
  waitUntil(attempt) {
    attempts.add(attempt);
    void attempt.then(() => attempts.delete(attempt));
  },
});

export async function handler({ queryStringParameters: { language = 'TypeScript' } = {} }: HttpEvent) {
  const body = await prompts.render('review', { language });
  // Lambda freezes the process as soon as the handler returns: what a read has begun ends before.
  await Promise.all(attempts);
  return { statusCode: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
