import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

let version = 1;
const source = createServer((_request, response) => response.end(`Hello {{name}}, over HTTP. (${version})`));
source.listen(0, '127.0.0.1');
await once(source, 'listening');
const { outputFiles } = await build({
  entryPoints: ['worker.mjs'],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers', 'node:*'],
  write: false,
});
const workers = new Miniflare({
  modules: [{ type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0].text }],
  compatibilityDate: '2026-04-01',
  compatibilityFlags: process.argv.slice(2),
  bindings: { PROMPT_URL: `http://127.0.0.1:${source.address().port}/` },
});
const origin = await workers.ready;
const get = async (path) => (await fetch(new URL(path, origin))).text();

console.log(await get('/'));
assert.equal(await get('/'), 'Hello Ada, over HTTP. (1)');
version = 2;
assert.deepEqual(JSON.parse(await get('/refresh')).changed, ['it']);
assert.equal(await get('/'), 'Hello Ada, over HTTP. (2)');
version = 3;
// The first read past the TTL starts a refresh behind it.
let text;
for (let attempt = 0; attempt < 50 && text !== 'Hello Ada, over HTTP. (3)'; attempt++) {
  await sleep(200);
  text = await get('/');
}
assert.equal(text, 'Hello Ada, over HTTP. (3)');
await workers.dispose();
source.close();
