import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LangfuseClient } from '@langfuse/client';

/** Creates Langfuse's real client, for a stub of its API. */
export function langfuseClient(baseUrl: string): LangfuseClient {
  return new LangfuseClient({ publicKey: 'public', secretKey: 'stub', baseUrl });
}

/** Creates the response of Langfuse's API to the request of a prompt. */
export function langfusePrompt(name: string, prompt: string) {
  return { id: name, type: 'text', name, version: 1, prompt, config: {}, labels: ['production'], tags: [] };
}

/**
 * Starts a stub of Langfuse's API on loopback, which responds to requests of prompts, and a client for it.
 * @param load Loads the text. If it rejects, the API responds with 503.
 */
export async function startLangfuse(load: () => Promise<string>) {
  const server = createServer(async (request, response) => {
    const content = await load().catch(() => undefined);
    if (content === undefined) return void response.writeHead(503).end();
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://stub').pathname.split('/').at(-1) ?? '');
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify(langfusePrompt(name, content)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    client: langfuseClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
