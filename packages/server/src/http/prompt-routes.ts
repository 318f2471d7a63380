import type { Prompt, Variables } from '@prompts/core';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { ServedPrompts } from '../served-prompts.ts';
import { HttpError } from './http-error.ts';
import { checkJson, readJson } from './read-json.ts';
import { renderOrRefuse } from './render-or-refuse.ts';
import { sendBytes } from './send-bytes.ts';

const renderBody = z.strictObject({ variables: z.record(z.string(), z.unknown()).default({}) });

/** Reading and rendering prompts. */
export function promptRoutes(served: ServedPrompts): Hono {
  const app = new Hono();
  /** A prompt never changes: each text is another object. */
  const bodies = new WeakMap<Prompt, Buffer<ArrayBuffer>>();

  app.get('/prompts', (context) => context.json({ prompts: served.list() }));
  app.get('/prompts/*', async (context) => {
    const prompt = await served.get(nameOf(context), context.req.raw.signal);
    const etag = `"${prompt.hash}"`;
    const headers = { etag, 'cache-control': 'no-cache' };
    if (isMatch(context.req.header('if-none-match'), etag)) return context.body(null, 304, headers);
    let body = bodies.get(prompt);
    if (body === undefined) {
      body = Buffer.from(JSON.stringify(prompt));
      bodies.set(prompt, body);
    }
    return sendBytes(context, body, { ...headers, 'content-type': 'application/json' });
  });
  app.post('/prompts/*', async (context) => {
    const name = nameOf(context, '/render');
    const { variables } = checkJson(await readJson(context.req.raw), renderBody);
    const prompt = await served.get(name, context.req.raw.signal);
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
  const encoded = new URL(req.url).pathname.slice('/prompts/'.length);
  if (!encoded.endsWith(suffix))
    throw new HttpError(404, 'NOT_FOUND', `there is no such route: end the path with ${suffix}`);
  try {
    return decodeURIComponent(encoded.slice(0, encoded.length - suffix.length));
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'the name in the path is not valid: encode it with encodeURIComponent');
  }
}

/** Whether a list of entity tags contains one: RFC 9110, section 13.1.2. */
function isMatch(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false;
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
