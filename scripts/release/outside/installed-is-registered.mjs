import assert from 'node:assert/strict';
import { isImported } from './imported.mjs';
import { serveText } from './loopback-server.mjs';

const { createPrompts } = await import('@prompts/core');
assert.ok(isImported('@prompts/core'), 'isImported must detect imports');

const local = await createPrompts({ systemPrompts: { greeting: 'Hello {{name}}.' } });
assert.equal(await local.render('greeting', { name: 'Ada' }), 'Hello Ada.');
await local.close();
assert.ok(!isImported('@prompts/provider-http'), 'a provider that no entry uses must not be imported');

const server = await serveText('You review {{language}} code.');
const prompts = await createPrompts({
  systemPrompts: { review: { provider: 'http', config: { url: server.url } } },
  providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
});
assert.equal(await prompts.render('review', { language: 'Rust' }), 'You review Rust code.');
assert.equal((await prompts.get('review')).provider, 'http');
assert.ok(isImported('@prompts/provider-http'), 'a provider that an entry uses must be imported');
assert.ok(!isImported('acme-prompts-static'), 'a provider that no entry uses must not be imported');
await prompts.close();
server.close();
