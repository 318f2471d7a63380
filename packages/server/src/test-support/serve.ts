import { type AIServer, type AIServerOptions, createAIServerAsync } from '../index.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Creates a server, and a function that sends it requests without a port. The server is stopped when the block ends. */
export async function serve(
  options: AIServerOptions,
): Promise<AsyncDisposable & { server: AIServer; send(path: string, init?: RequestInit): Promise<Response> }> {
  const server = await createAIServerAsync({ logger: silent, ...options });
  return {
    server,
    send: (path, init) => server.app.fetch(new Request(`http://localhost${path}`, init)),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** @returns A POST request with a JSON body. */
export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** A provider whose texts and failures a test sets. */
export function scriptedProvider() {
  const texts = new Map<string, string | Error>();
  return {
    texts,
    provider: {
      name: 'scripted',
      load: async ({ id }: { readonly id: string }) => {
        const text = texts.get(id) ?? new Error(`no text for ${id}`);
        if (text instanceof Error) throw text;
        return { content: text };
      },
    },
  };
}
