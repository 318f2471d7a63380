import assert from 'node:assert/strict';
import { createPrompts, PromptError } from '@prompts/core';
import { isImported } from './imported.mjs';

const { migratePrompts, openDatabase, publishPrompt } = await import('@prompts/provider-db');
const connection = 'sqlite:./prompts.db';
const knex = openDatabase(connection);
await migratePrompts(knex);
await publishPrompt(knex, { name: 'code-review', content: 'You review {{language}}.', label: 'production' });
await knex.destroy();

const prompts = await createPrompts({
  systemPrompts: { review: { provider: 'db', config: { connection, name: 'code-review' } } },
});
assert.equal(await prompts.render('review', { language: 'Rust' }), 'You review Rust.');
await prompts.close();

for (const [address, driver] of [
  ['postgres://127.0.0.1:9/prompts', 'pg'],
  ['mysql://127.0.0.1:9/prompts', 'mysql2'],
]) {
  const systemPrompts = { review: { provider: 'db', config: { connection: address, name: 'code-review' } } };
  const error = await createPrompts({ systemPrompts }).catch((error) => error);
  assert.ok(PromptError.isInstance(error), String(error));
  assert.equal(error.code, 'CONFIG_INVALID');
  assert.match(error.message, new RegExp(`npm install ${driver}`));
  assert.ok(!isImported(driver));
}
