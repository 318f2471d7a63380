import { createPrompts } from '@prompts/core';
import { http } from '@prompts/provider-http';

const prompts = await createPrompts({
  providers: [http({ allowHosts: ['127.0.0.1'] })],
  systemPrompts: { greeting: { provider: 'http', config: { url: process.env.GREETING_URL } } },
});
await prompts.render('greeting', { name: 'Ada' });
