import type { PromptTemplate } from '@prompts/core';

/** What makes a request conditional (RFC 9110, 13). Kept beside the template it belongs to, not in its metadata. */
interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

const validators = new WeakMap<PromptTemplate, Validators>();

export function rememberValidators(template: PromptTemplate, { headers }: Response): void {
  validators.set(template, { etag: headers.get('etag'), lastModified: headers.get('last-modified') });
}

/** Makes a request conditional on `previous`; an ETag is exact to the byte, a date only to the second. */
export function setConditions(headers: Headers, previous: PromptTemplate | undefined): void {
  const known = previous && validators.get(previous);
  if (known?.etag) headers.set('if-none-match', known.etag);
  else if (known?.lastModified) headers.set('if-modified-since', known.lastModified);
}
