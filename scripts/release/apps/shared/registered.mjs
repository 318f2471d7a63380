// Copied into each app: a program for a single file, where no package can be discovered.
import assert from 'node:assert/strict';
import '@prompts/provider-db/register';
import '@prompts/provider-http/register';
import { createPrompts } from '@prompts/core';
import { createAppPrompts, renderAll } from './prompts.mjs';

// Not top-level await, which CommonJS does not have.
async function main() {
  const prompts = await createAppPrompts({ discover: false });
  console.log(await renderAll(prompts));
  await prompts.close();

  const config = { connection: 'postgres://127.0.0.1:9/prompts', name: 'greeting' };
  const error = await createPrompts({ systemPrompts: { greeting: { provider: 'db', config } } }).catch(
    (error) => error,
  );
  assert.match(error.message, /npm install pg/);
}

main();
