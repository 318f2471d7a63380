// Serves a prompt in a process in which another server of @hono/node-server has replaced the global `Response` before.
import { getRequestListener } from '@hono/node-server';

getRequestListener(() => new Response());
const { createAIServerAsync } = await import('../index.ts');
const server = await createAIServerAsync({ systemPrompts: { greeting: 'Hello {name}' }, logger: false });
const { url } = await server.start(0);
const answer = await fetch(`${url}/prompts/greeting`).catch((error: Error) => error);
process.stdout.write(answer instanceof Error ? answer.message : (await answer.json()).content);
await server.stop();
