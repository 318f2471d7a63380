// The package that `npm create prompts-provider acme` creates serves a prompt of its source.
import assert from 'node:assert/strict';
import { createPrompts, PromptError } from '@prompts/core';
import { serve } from './loopback-server.mjs';

const token = `token-${process.pid}`;
const server = await serve(({ url, headers }, response) => {
  assert.equal(headers.authorization, `Bearer ${token}`);
  assert.equal(url, '/v1/notes/greeting');
  response.end(JSON.stringify({ id: 'greeting', title: 'Greeting', version: '7', text: 'Hello {{name}}.' }));
});
const config = {
  systemPrompts: { greeting: { provider: 'acme', config: { note: 'greeting' } } },
  providerOptions: { acme: { baseUrl: `${server.url}/v1`, allowHosts: ['127.0.0.1'], token } },
};

const error = await createPrompts(config).catch((error) => error);
assert.ok(PromptError.isInstance(error), `used a package that is not allowed: ${error}`);
assert.equal(error.code, 'PROVIDER_MISSING');
assert.match(error.message, /discover: \{ allow: \['prompts-provider-acme'\] \}/);

const prompts = await createPrompts({ ...config, discover: { allow: ['prompts-provider-acme'] } });
assert.equal(await prompts.render('greeting', { name: 'Ada' }), 'Hello Ada.');
assert.equal((await prompts.get('greeting')).version, '7');
await prompts.close();
server.close();
