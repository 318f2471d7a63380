import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createPrompts } from '@prompts/core';
import { github } from '@prompts/provider-github';
import { createWebhookHandler } from '@prompts/webhooks';
import express from 'express';

const {
  GITHUB_API_URL: baseUrl = 'https://api.github.com',
  GITHUB_TOKEN: token = '',
  GITHUB_WEBHOOK_SECRET: secret = '',
  PROMPTS_REPO: repo = '',
  PORT: port = '3000',
} = process.env;

const prompts = await createPrompts({
  systemPrompts: {
    review: { provider: 'github', config: { repo, path: 'prompts/review.md' }, required: true },
  },
  // The emulator's address is private: github.com needs no allowHosts.
  providers: [github({ baseUrl, token, allowHosts: [new URL(baseUrl).hostname] })],
});

const app = express();
// Before any body parser: a signature covers the exact bytes.
app.post('/webhooks/:provider', getRequestListener(createWebhookHandler(prompts, { github: { secret } })));
app.get('/review', async (request, response) => {
  const { language = 'TypeScript' } = request.query;
  response.type('text').send(await prompts.render('review', { language }));
});

const server = app.listen(Number(port), '127.0.0.1');
await once(server, 'listening');
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/review?language=Go`);

process.once('SIGTERM', async () => {
  // First the port: the requests that are being answered still read prompts.
  server.close();
  await once(server, 'close');
  await prompts.close();
});
