import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPrompts, PromptError } from '@prompts/core';
import { isImported } from './imported.mjs';

const file = fileURLToPath(new URL('./texts.json', import.meta.url));
await writeFile(file, JSON.stringify({ greeting: 'Hello {{name}}, says Acme.' }));
const systemPrompts = { greeting: { provider: 'acme', config: { file, key: 'greeting' } } };

const refused = await read().catch((error) => error);
assert.ok(PromptError.isInstance(refused), `used a package that is not allowed: ${refused}`);
assert.equal(refused.code, 'PROVIDER_MISSING');
assert.ok(!isImported('acme-prompts-static'), 'a package that is not allowed must not be imported');

assert.equal(await read({ discover: { allow: ['acme-prompts-*'] } }), 'Hello Ada, says Acme.');
assert.ok(isImported('acme-prompts-static'), 'an allowed package must be imported');

async function read(options) {
  const prompts = await createPrompts({ systemPrompts, ...options });
  return await prompts.render('greeting', { name: 'Ada' }).finally(() => prompts.close());
}
