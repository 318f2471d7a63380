import { waitUntil } from 'cloudflare:workers';
import { createPrompts } from '@prompts/core';
import { github } from '@prompts/provider-github';
import { http } from '@prompts/provider-http';

const cache = { ttl: 1 };
let prompts;

export default {
  async fetch(request, { SOURCE_URL: url }) {
    const allowHosts = ['127.0.0.1'];
    prompts ??= createPrompts({
      waitUntil,
      providers: [http({ baseUrl: url, allowHosts }), github({ baseUrl: url, allowHosts })],
      systemPrompts: {
        redirected: { provider: 'http', config: { url: 'moved' }, cache },
        file: { provider: 'github', config: { repo: 'team/prompts', path: 'greeting.md' }, cache },
        private: { provider: 'http', config: { url: 'https://10.0.0.1/' }, fallback: 'Hello {{name}}, from nowhere.' },
      },
    });
    const app = await prompts;
    if (new URL(request.url).pathname === '/refresh') return Response.json(await app.refresh(['redirected', 'file']));
    const { state } = await app.get('private');
    if (state !== 'fallback') return new Response('a private address was reached');
    const texts = await Promise.all(['redirected', 'file'].map((name) => app.render(name, { name: 'Ada' })));
    return new Response(texts.join('\n'));
  },
};
