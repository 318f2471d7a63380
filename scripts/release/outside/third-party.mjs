import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createPrompts, PromptError } from '@prompts/core';
import { isImported } from './imported.mjs';

const file = new URL('./texts.json', import.meta.url).pathname;
await writeFile(file, JSON.stringify({ greeting: 'Hello {{name}}, says Acme.' }));
const systemPrompts = { greeting: { provider: 'acme', config: { file, key: 'greeting' } } };

const refused = await read().catch((error) => error);
assert.ok(PromptError.isInstance(refused), `a package that nobody allowed was used: ${refused}`);
assert.equal(refused.code, 'PROVIDER_MISSING');
assert.ok(!isImported('acme-prompts-static'), 'a package that nobody allowed is not imported');

assert.equal(await read({ discover: { allow: ['acme-prompts-*'] } }), 'Hello Ada, says Acme.');
assert.ok(isImported('acme-prompts-static'), 'an allowed package is');

async function read(options) {
  const prompts = await createPrompts({ systemPrompts, ...options });
  return await prompts.render('greeting', { name: 'Ada' }).finally(() => prompts.close());
}
