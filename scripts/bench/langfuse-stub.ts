import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LangfuseClient } from '@langfuse/client';

/** A stub of the one call of Langfuse's API that reads a prompt, on loopback, and the real client to talk to it. */
export async function startLangfuse(content: string) {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://stub').pathname.split('/').at(-1) ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: name,
        type: 'text',
        name,
        version: 1,
        prompt: content,
        config: {},
        labels: ['production'],
        tags: [],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 20_000, resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    client: new LangfuseClient({ publicKey: 'public', secretKey: 'stub', baseUrl }),
    calls: () => calls,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
