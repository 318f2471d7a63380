import { github } from '@prompts/provider-github';
import { asPromptRecord, createAIServerAsync } from '@prompts/server';
import { createRpcAiServer } from 'simple-rpc-ai-backend';

const {
  GITHUB_API_URL: baseUrl = 'https://api.github.com',
  GITHUB_TOKEN: token = '',
  GITHUB_WEBHOOK_SECRET: secret = '',
  PROMPTS_REPO: repo = '',
  PORT: port = '8000',
  WEBHOOK_PORT: webhookPort = '3000',
} = process.env;

// A port of its own: the host parses each body before a route of ours gets it, and a signature covers the exact bytes.
const server = await createAIServerAsync({
  systemPrompts: { review: { provider: 'github', config: { repo, path: 'prompts/review.md' } } },
  // The emulator's address is private: github.com needs no allowHosts.
  providers: [github({ baseUrl, token, allowHosts: [new URL(baseUrl).hostname] })],
  webhooks: { github: { secret } },
});
const texts = asPromptRecord(server.prompts);

const host = createRpcAiServer({ port: toListenOptions(port), serverProviders: ['anthropic'] });
// ai.generateText ignores the host's option systemPrompts (0.1.8), and sends an id as if it were the text.
host.getApp().post('/rpc', ({ body }, _response, next) => {
  const id = String(body.params?.systemPrompt).toLowerCase();
  if (texts[id] !== undefined) body.params.systemPrompt = texts[id];
  next();
});
await host.start();
const { url } = await server.start(Number(webhookPort));
console.log(`http://127.0.0.1:${host.server.address().port}/rpc, ${url}/webhooks/github`);

process.once('SIGTERM', async () => {
  await host.stop();
  await server.stop();
  // The host leaves timers behind.
  process.exit();
});

/** The host's `port` becomes the first argument of Node's `server.listen`. A number alone would listen on all addresses. */
function toListenOptions(port) {
  return { port: Number(port), host: '127.0.0.1' };
}
