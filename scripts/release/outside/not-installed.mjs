import assert from 'node:assert/strict';
import { createPrompts, PromptError } from '@prompts/core';

const error = await read().then(
  (prompt) => assert.fail(`read ${prompt.content}`),
  (error) => error,
);
assert.ok(PromptError.isInstance(error), String(error));
assert.equal(error.code, 'PROVIDER_MISSING');
assert.match(error.message, /npm install @prompts\/provider-http/);

async function read() {
  const prompts = await createPrompts({
    systemPrompts: { review: { provider: 'http', config: { url: 'http://127.0.0.1:9/review.md' } } },
  });
  return await prompts.get('review').finally(() => prompts.close());
}
