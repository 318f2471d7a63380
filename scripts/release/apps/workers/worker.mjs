import { waitUntil } from 'cloudflare:workers';
import { createPrompts } from '@prompts/core';
import http from '@prompts/provider-http';

let prompts;

export default {
  async fetch(request, { PROMPT_URL: url }) {
    prompts ??= createPrompts({
      waitUntil,
      providers: [http({ allowHosts: ['127.0.0.1'] })],
      systemPrompts: { it: { provider: 'http', config: { url }, cache: { ttl: 1 } } },
    });
    if (new URL(request.url).pathname === '/refresh') return Response.json(await (await prompts).refresh());
    return new Response(await (await prompts).render('it', { name: 'Ada' }));
  },
};
