// Prints the version of the HTTP provider that reads a prompt.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { createPrompts } from '@prompts/core';
import { serveText } from './loopback-server.mjs';

const urls = [];
registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});
const server = await serveText('Hello.');
const prompts = await createPrompts({
  systemPrompts: { greeting: { provider: 'http', config: { url: server.url } } },
  providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
});
assert.equal(await prompts.render('greeting'), 'Hello.');
await prompts.close();
server.close();

const modules = new Set(urls.filter((url) => url.endsWith('/@prompts/provider-http/dist/index.js')));
assert.equal(modules.size, 1);
const manifest = new URL('../package.json', [...modules][0]);
console.log(JSON.parse(await readFile(manifest, 'utf8')).version);
