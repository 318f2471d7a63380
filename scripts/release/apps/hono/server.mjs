import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createAppPrompts, renderAll } from './prompts.mjs';

const prompts = await createAppPrompts();
const app = new Hono();
app.get('/', async (context) => context.text(await renderAll(prompts)));
const { server, port } = await new Promise((resolve) => {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ server, port }));
});
console.log(await (await fetch(`http://127.0.0.1:${port}/`)).text());
server.close();
server.closeAllConnections();
await prompts.close();
