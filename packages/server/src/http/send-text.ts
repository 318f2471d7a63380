import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

// Where another server of @hono/node-server has replaced the global `Response`, this answer is recognised only after it was read.
void RESPONSE_ALREADY_SENT.body;

/** A text that is sent often, and its headers. */
export interface TextAnswer {
  readonly etag: string;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** @param etag An entity tag with its quotation marks. @param text In JSON. */
export function toTextAnswer(etag: string, text: string): TextAnswer {
  const headers = {
    etag,
    'cache-control': 'no-cache',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  };
  return { etag, headers, text };
}

/**
 * Answers with a text, or with 304 if the client has it. A server that listens reads and writes directly: it would take more time to
 * create `Headers` and a `Response`, and to read the text from it again, than for everything else. Node writes the headers and a text
 * together, but bytes by themselves.
 */
export function sendText(context: Context, { etag, headers, text }: TextAnswer): Response {
  const { incoming, outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
  const known = incoming ? incoming.headers['if-none-match'] : context.req.header('if-none-match');
  if (isMatch(known, etag)) return context.body(null, 304, { etag, 'cache-control': 'no-cache' });
  if (outgoing === undefined) return context.body(text, 200, headers);
  outgoing.writeHead(200, headers);
  outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
}

/** Whether a list of entity tags contains one: RFC 9110, section 13.1.2. */
function isMatch(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false;
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
