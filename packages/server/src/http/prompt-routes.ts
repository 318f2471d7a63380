import type { Prompt, Variables } from '@prompts/core';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { ServedPrompts } from '../served-prompts.ts';
import { HttpError } from './http-error.ts';
import { checkJson, readJson } from './read-json.ts';
import { renderOrRefuse } from './render-or-refuse.ts';
import { type SizedText, sendText, sizeText } from './send-text.ts';

const renderBody = z.strictObject({ variables: z.record(z.string(), z.unknown()).default({}) });

/** Reading and rendering prompts. */
export function promptRoutes(served: ServedPrompts): Hono {
  const app = new Hono();
  /** A prompt never changes: each text is another object. */
  const bodies = new WeakMap<Prompt, SizedText>();

  app.get('/prompts', (context) => context.json({ prompts: served.list() }));
  app.get('/prompts/*', async (context) => {
    const prompt = await served.get(nameOf(context), signalOf(context));
    const etag = `"${prompt.hash}"`;
    const headers = { etag, 'cache-control': 'no-cache' };
    if (isMatch(context.req.header('if-none-match'), etag)) return context.body(null, 304, headers);
    let body = bodies.get(prompt);
    if (body === undefined) {
      body = sizeText(JSON.stringify(prompt));
      bodies.set(prompt, body);
    }
    return sendText(context, body, { ...headers, 'content-type': 'application/json' });
  });
  app.post('/prompts/*', async (context) => {
    const name = nameOf(context, '/render');
    const { variables } = checkJson(await readJson(context.req.raw), renderBody);
    const prompt = await served.get(name, signalOf(context));
    const text = renderOrRefuse(prompt, variables as Variables);
    return context.json({ name: prompt.name, version: prompt.version, hash: prompt.hash, text });
  });
  return app;
}

/**
 * Returns the name in the path. A slash in it may be encoded or not.
 * @param suffix What follows the name.
 */
function nameOf({ req }: Context, suffix = ''): string {
  // Hono decodes some of the characters in a path.
  const path = req.url.includes('%') ? new URL(req.url).pathname : req.path;
  const encoded = path.slice('/prompts/'.length);
  if (!encoded.endsWith(suffix))
    throw new HttpError(404, 'NOT_FOUND', `there is no such route: end the path with ${suffix}`);
  try {
    return decodeURIComponent(encoded.slice(0, encoded.length - suffix.length));
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'the name in the path is not valid: encode it with encodeURIComponent');
  }
}

/** The signal that ends a read when the client leaves. It is created only for a read that waits: that costs more than the read. */
function signalOf({ req }: Context): { readonly signal: AbortSignal } {
  return {
    get signal() {
      return req.raw.signal;
    },
  };
}

/** Whether a list of entity tags contains one: RFC 9110, section 13.1.2. */
function isMatch(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false;
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
