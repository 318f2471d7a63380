import { serve } from '@hono/node-server';
import { createPrompts } from '@prompts/core';
import { Hono } from 'hono';

const prompts = await createPrompts({
  root: import.meta.url,
  systemPrompts: { review: { file: './review.md' } },
});

const app = new Hono();
app.post('/review/:language', async (context) => {
  const code = await context.req.text();
  return context.text(`${await prompts.render('review', { language: context.req.param('language') })}\n${code}`);
});

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}/review/Go`),
);

process.once('SIGTERM', () => {
  // First the port: the requests that are being answered still read prompts.
  server.close(() => prompts.close());
});
