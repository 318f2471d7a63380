import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

/** A text, and its length in bytes of UTF-8. */
export interface SizedText {
  readonly text: string;
  readonly bytes: number;
}

export function sizeText(text: string): SizedText {
  return { text, bytes: Buffer.byteLength(text) };
}

/**
 * Answers with a text from memory. A server that listens writes it directly: it would take more time to create a `Response`, and to
 * read the text from it again, than for everything else. Node writes the headers and a text together, but bytes by themselves.
 */
export function sendText(context: Context, { text, bytes }: SizedText, headers: Record<string, string>): Response {
  const { outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
  if (outgoing === undefined) return context.body(text, 200, headers);
  outgoing.writeHead(200, { ...headers, 'content-length': bytes });
  outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
}
