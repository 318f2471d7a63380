// Runs a Worker, whose file is the first argument; the others are compatibility flags. The Worker answers with a prompt, after
// `/refresh` with what changed.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { fileOnGitHub } from './file-on-github.mjs';

const [entry, ...compatibilityFlags] = process.argv.slice(2);
let version = 1;
const source = createServer(({ url }, response) => {
  const text = `Hello {{name}}, over HTTP. (${version})`;
  if (url.startsWith('/repos/')) response.setHeader('content-type', 'application/json').end(fileOnGitHub(text));
  else if (url === '/moved') response.writeHead(302, { location: '/' }).end();
  else response.end(text);
});
source.listen(0, '127.0.0.1');
await once(source, 'listening');
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers', 'node:*'],
  write: false,
});
const workers = new Miniflare({
  modules: [{ type: 'ESModule', path: entry, contents: outputFiles[0].text }],
  compatibilityDate: '2026-04-01',
  compatibilityFlags,
  bindings: { SOURCE_URL: `http://127.0.0.1:${source.address().port}/` },
});
const origin = await workers.ready;
const get = async (path) => (await fetch(new URL(path, origin))).text();

console.log(await get('/'));
assert.match(await get('/'), /^(Hello Ada, over HTTP. \(1\)\n?)+$/);
version = 2;
assert.deepEqual(JSON.parse(await get('/refresh')).failed, []);
assert.match(await get('/'), /^(Hello Ada, over HTTP. \(2\)\n?)+$/);
version = 3;
// The first read past the TTL starts a refresh behind it.
let text;
for (let attempt = 0; attempt < 50 && !/^(Hello Ada, over HTTP. \(3\)\n?)+$/.test(text); attempt++) {
  await sleep(200);
  text = await get('/');
}
assert.match(text, /^(Hello Ada, over HTTP. \(3\)\n?)+$/);
await workers.dispose();
source.close();
