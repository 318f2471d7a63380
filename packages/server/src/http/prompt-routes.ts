import type { Prompt, Variables } from '@prompts/core';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { ServedPrompts } from '../served-prompts.ts';
import { HttpError } from './http-error.ts';
import { checkJson, readJson } from './read-json.ts';
import { renderOrRefuse } from './render-or-refuse.ts';
import { sendText, type TextAnswer, toTextAnswer } from './send-text.ts';

const renderBody = z.strictObject({ variables: z.record(z.string(), z.unknown()).default({}) });

/** Reading and rendering prompts. */
export function promptRoutes(served: ServedPrompts): Hono {
  const app = new Hono();
  /** A prompt never changes: each text is another object. */
  const answers = new WeakMap<Prompt, TextAnswer>();

  app.get('/prompts', (context) => context.json({ prompts: served.list() }));
  app.get('/prompts/*', async (context) => {
    const prompt = await served.get(nameOf(context), new Reading(context.req.raw));
    let answer = answers.get(prompt);
    if (answer === undefined) {
      answer = toTextAnswer(`"${prompt.hash}"`, JSON.stringify(prompt));
      answers.set(prompt, answer);
    }
    return sendText(context, answer);
  });
  app.post('/prompts/*', async (context) => {
    const name = nameOf(context, '/render');
    const { variables } = checkJson(await readJson(context.req.raw), renderBody);
    const prompt = await served.get(name, new Reading(context.req.raw));
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

/** Ends a read when the client leaves. A read that does not wait never asks for the signal: to create it takes longer than to read. */
class Reading {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}
