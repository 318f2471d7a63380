import type { PromptTemplate } from '@prompts/core';

/** The validator that makes a later request conditional (RFC 9110, section 13). */
export interface Validators {
  readonly etag?: string;
  /** As the source wrote it. Present only if it identifies one version of the text. */
  readonly lastModified?: string;
}

/** Reads the validators of a response. */
export function validatorsFromResponse({ headers }: Response): Validators {
  const etag = headers.get('etag');
  if (etag !== null) return { etag };
  const lastModified = headers.get('last-modified');
  return lastModified !== null && isStrong(lastModified, headers.get('date')) ? { lastModified } : {};
}

/** Reads the validators of a template. They are part of its metadata, so that they are persisted with it. */
export function validatorsFromTemplate({ metadata = {} }: PromptTemplate): Validators {
  const { etag, lastModified } = metadata;
  if (typeof etag === 'string') return { etag };
  return typeof lastModified === 'string' ? { lastModified } : {};
}

/**
 * Makes a request conditional. Prefers the ETag, since a date is exact only to the second.
 * @returns Whether there is a validator.
 */
export function setConditions(headers: Record<string, string>, { etag, lastModified }: Validators): boolean {
  if (etag !== undefined) headers['if-none-match'] = etag;
  else if (lastModified !== undefined) headers['if-modified-since'] = lastModified;
  return etag !== undefined || lastModified !== undefined;
}

/** A text may change twice in the second of its date. The date is a strong validator once that second is over (RFC 9110, section 8.8.2.2). */
function isStrong(lastModified: string, date: string | null): boolean {
  return Date.parse(date ?? '') - Date.parse(lastModified) >= 1000;
}
