import { waitUntil } from 'cloudflare:workers';
import { createPrompts } from '@prompts/core';

const overFetch = {
  name: 'fetch',
  load: async ({ url }, { signal }) => ({ content: await (await fetch(url, { signal })).text() }),
};
let prompts;

export default {
  async fetch(request, { SOURCE_URL: url }) {
    prompts ??= createPrompts({
      waitUntil,
      providers: [overFetch],
      systemPrompts: { it: { provider: 'fetch', config: { url }, cache: { ttl: 1 } } },
    });
    const app = await prompts;
    if (new URL(request.url).pathname === '/refresh') return Response.json(await app.refresh());
    return new Response(await app.render('it', { name: 'Ada' }));
  },
};
