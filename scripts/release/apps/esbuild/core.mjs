// Core alone, with a provider of the app. Files are read beside the bundle, wherever it is started.
import assert from 'node:assert/strict';
import { createPrompts } from '@prompts/core';

const own = { name: 'own', load: async ({ url }) => ({ content: await (await fetch(url)).text() }) };
const prompts = await createPrompts({
  root: import.meta.url,
  providers: [own],
  systemPrompts: {
    overHttp: { provider: 'own', config: { url: process.env.PROMPT_URL } },
    fromFile: { file: './greeting.md' },
  },
});
console.log(await prompts.render('overHttp', { name: 'Ada' }));
console.log(await prompts.render('fromFile', { name: 'Ada' }));
await prompts.close();

const it = { provider: 'http', config: { url: process.env.PROMPT_URL } };
const error = await createPrompts({ root: import.meta.url, systemPrompts: { it } }).catch((error) => error);
assert.match(error.message, /import '@prompts\/provider-http\/register'/);
