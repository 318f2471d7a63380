import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

/**
 * Answers with bytes from memory. A server that listens writes them directly: it would take more time to create a `Response`, and to
 * read the bytes from it again, than for everything else.
 */
export function sendBytes(context: Context, body: Buffer<ArrayBuffer>, headers: Record<string, string>): Response {
  const { outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
  if (outgoing === undefined) return context.body(body, 200, headers);
  outgoing.writeHead(200, { ...headers, 'content-length': body.length });
  outgoing.end(body);
  return RESPONSE_ALREADY_SENT;
}
