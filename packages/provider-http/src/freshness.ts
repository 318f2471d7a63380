import type { PromptTemplate } from '@prompts/core';
import { parseMaxAge } from '@prompts/provider-kit';

/** The `Cache-Control` that came with a text. A later response without a body may omit it. */
const cacheControls = new WeakMap<PromptTemplate, string>();

/** Creates the template of a new text, which is as fresh as its response says. */
export function withFreshness(template: PromptTemplate, { headers }: Response): PromptTemplate {
  const maxAge = parseMaxAge(headers);
  const fresh = maxAge === undefined ? template : { ...template, maxAge };
  rememberCacheControl(fresh, headers);
  return fresh;
}

/**
 * Updates a known text after a 304 response, whose headers replace the earlier ones (RFC 9111, section 4.3.4).
 * @param version The version that the text has now.
 * @returns The same object if neither its version nor its freshness changed.
 */
export function revalidate(known: PromptTemplate, version: string | undefined, response: Response): PromptTemplate {
  const headers = {
    get: (name: string) =>
      response.headers.get(name) ?? (name === 'cache-control' ? (cacheControls.get(known) ?? null) : null),
  };
  const maxAge = parseMaxAge(headers) ?? known.maxAge;
  const template = maxAge === known.maxAge && version === known.version ? known : { ...known, maxAge, version };
  rememberCacheControl(template, headers);
  return template;
}

function rememberCacheControl(template: PromptTemplate, headers: Pick<Headers, 'get'>): void {
  const cacheControl = headers.get('cache-control');
  if (cacheControl !== null) cacheControls.set(template, cacheControl);
}
