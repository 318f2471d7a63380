import assert from 'node:assert/strict';
import { isImported } from './imported.mjs';
import { serve } from './loopback-server.mjs';

const { createPrompts } = await import('@prompts/core');
const local = await createPrompts({ systemPrompts: { greeting: 'Hello.' } });
await local.close();
assert.ok(!isImported('@prompts/provider-github'), 'a provider that no entry uses must not be imported');

const text = 'You review {{language}} code.\n';
const paths = [];
const server = await serve((request, response) => {
  paths.push(request.url);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  const content = Buffer.from(text).toString('base64');
  response.end(JSON.stringify({ type: 'file', encoding: 'base64', sha: 'a'.repeat(40), content }));
});
const prompts = await createPrompts({
  preload: false,
  systemPrompts: {
    review: {
      provider: 'github',
      config: { repo: 'company/ai-prompts', path: 'prompts/review.md', branch: 'main', baseUrl: server.url },
    },
  },
  providerOptions: { github: { allowHosts: ['127.0.0.1'] } },
});
assert.ok(isImported('@prompts/provider-github'), 'a provider that an entry uses must be imported');
assert.ok(!isImported('@octokit/rest'), 'its client must not be imported before the first request');
assert.equal(await prompts.render('review', { language: 'Rust' }), 'You review Rust code.\n');
assert.equal((await prompts.get('review')).version, 'a'.repeat(40));
assert.deepEqual(paths, ['/repos/company/ai-prompts/contents/prompts%2Freview.md?ref=heads%2Fmain']);
assert.ok(isImported('@octokit/rest'));
await prompts.close();
server.close();
