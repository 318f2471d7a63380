// A server for `http-reads.ts`: of the package, or of the framework alone. Sends its URL.
import { serve } from '@hono/node-server';
import { createAIServerAsync } from '@prompts/server';
import { Hono } from 'hono';
import { text } from '../sample.ts';

const body = process.argv[2];
if (body === undefined) {
  const server = await createAIServerAsync({ systemPrompts: { greeting: text } });
  const { url } = await server.start(0);
  process.send?.(`${url}/prompts/greeting`);
} else {
  const app = new Hono().get('/hello', (context) => context.text(body));
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    process.send?.(`http://127.0.0.1:${port}/hello`),
  );
}
process.once('disconnect', () => process.exit());
