import { once } from 'node:events';
import express from 'express';
import { createAppPrompts, renderAll } from './prompts.mjs';

const prompts = await createAppPrompts();
const app = express();
app.get('/', async (_request, response) => response.send(await renderAll(prompts)));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text());
server.close();
server.closeAllConnections();
await prompts.close();
