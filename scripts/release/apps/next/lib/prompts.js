import '@prompts/provider-http/register';
import { createPrompts } from '@prompts/core';

// Once per process, although development evaluates this module again at each edit.
globalThis.prompts ??= createPrompts({
  systemPrompts: {
    overHttp: { provider: 'http', config: { url: process.env.PROMPT_URL } },
    fromFile: { file: './prompts/greeting.md' },
  },
  providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
});

export const prompts = globalThis.prompts;
