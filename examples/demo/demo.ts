/** Shows what @prompts does in a few seconds. Every printed text is also asserted. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createPrompts } from '@prompts/core';
import { showGitHub } from './show-github.ts';
import { showSql } from './show-sql.ts';
import { startServer } from './start-server.ts';
import { show, step } from './steps.ts';

let reads = 0;
const server = await startServer();
const url = `http://127.0.0.1:${server.port}/review.md`;

const prompts = await createPrompts({
  root: new URL('.', import.meta.url),
  systemPrompts: {
    greeting: 'You greet {{name}} politely.',
    support: { file: './prompts/support.md' },
    review: { provider: 'http', config: { url }, cache: { ttl: 1 } },
  },
  // The HTTP provider is discovered because it is installed. Private addresses must be allowed.
  providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
});

step('Prompts from a string, a file, and an HTTP server in another process');
show('greeting', await prompts.render('greeting', { name: 'Ada' }), 'You greet Ada politely.');
show(
  'support',
  await prompts.render('support', { product: 'Prompts' }),
  "You answer questions about Prompts.\nSay so when you don't know.\n",
);
show('review', await prompts.render('review', { language: 'Rust' }), 'You review Rust code.\n');

step('The text changes at the source, and refresh() loads it');
await fetch(url, { method: 'PUT', body: 'You review {{language}} code, kindly.\n' });
const report = await prompts.refresh('review');
assert.deepEqual(report, { changed: ['review'], unchanged: [], failed: [] });
show('review', await prompts.render('review', { language: 'Rust' }), 'You review Rust code, kindly.\n');

step('The server goes down, and readers get the last valid text');
await server.stop();
const stopped = once(toEventTarget('stale'), 'seen');
await readUntil(stopped);
const stale = await prompts.get('review');
assert.equal(stale.state, 'stale');
show(`review (${stale.state})`, stale.render({ language: 'Rust' }), 'You review Rust code, kindly.\n');

step('The server is up again, and so is a fresh text');
const restartedServer = await startServer(server.port);
const recovered = once(toEventTarget('recovered'), 'seen');
await readUntil(recovered);
const fresh = await prompts.get('review');
assert.equal(fresh.content, 'You review {{language}} code.\n');
show(`review (${fresh.state})`, fresh.render({ language: 'Rust' }), 'You review Rust code.\n');

await prompts.close();
await restartedServer.stop();
await showGitHub();
await showSql();
console.log(`\nDone. ${reads} reads during the outage, none of which failed.`);

function toEventTarget(event: 'stale' | 'recovered'): EventTarget {
  const target = new EventTarget();
  prompts.on(event, () => target.dispatchEvent(new Event('seen')));
  return target;
}

/** Reads the prompt repeatedly until the event occurs. */
async function readUntil(event: Promise<unknown>): Promise<void> {
  let isOver = false;
  void event.then(() => {
    isOver = true;
  });
  while (!isOver) {
    assert.ok((await prompts.get('review')).content.startsWith('You review'));
    reads += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
