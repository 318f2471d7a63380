import type { PromptTemplate } from '@prompts/core';

/** What makes a later request for the same thing conditional (RFC 9110, 13). */
export interface Validators {
  readonly etag?: string;
  /** As the source wrote it; only where it tells one text from the next. */
  readonly lastModified?: string;
}

/** Finds the validators of an answer. */
export function validatorsFromResponse({ headers }: Response): Validators {
  const etag = headers.get('etag');
  if (etag !== null) return { etag };
  const lastModified = headers.get('last-modified');
  return lastModified !== null && isExact(lastModified, headers.get('date')) ? { lastModified } : {};
}

/** Those of a template: they travel in its metadata, so that they outlive the process where templates do. */
export function validatorsFromTemplate({ metadata = {} }: PromptTemplate): Validators {
  const { etag, lastModified } = metadata;
  if (typeof etag === 'string') return { etag };
  return typeof lastModified === 'string' ? { lastModified } : {};
}

/** @returns whether the request is conditional now. An ETag is exact to the byte, a date only to the second. */
export function setConditions(headers: Headers, { etag, lastModified }: Validators): boolean {
  if (etag !== undefined) headers.set('if-none-match', etag);
  else if (lastModified !== undefined) headers.set('if-modified-since', lastModified);
  return etag !== undefined || lastModified !== undefined;
}

/** A text may change twice within the second that its date names: only once that second was over does the date stand for one (RFC 9110, 8.8.2.2). */
function isExact(lastModified: string, date: string | null): boolean {
  return Date.parse(date ?? '') - Date.parse(lastModified) >= 1000;
}
