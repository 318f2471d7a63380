// Reads a prompt with the only provider that is installed, and looks for all others that we publish. Runs in any runtime.
import assert from 'node:assert/strict';
import { createPrompts, PromptError } from '@prompts/core';
import { serveText } from './loopback-server.mjs';

const server = await serveText('You review {{language}} code.');
const prompts = await createPrompts({
  systemPrompts: { review: { provider: 'http', config: { url: server.url } } },
  providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
});
assert.equal(await prompts.render('review', { language: 'Rust' }), 'You review Rust code.');
await prompts.close();
server.close();

const installed = [];
for (const provider of ['confluence', 'db', 'gdocs', 'github', 'http', 'notion']) {
  const creation = createPrompts({ preload: false, systemPrompts: { it: { provider, config: {} } } });
  const error = await creation.then((prompts) => prompts.close()).catch((error) => error);
  assert.ok(error === undefined || PromptError.isInstance(error), String(error));
  if (error?.code !== 'PROVIDER_MISSING') installed.push(provider);
}
assert.deepEqual(installed, ['http']);
