import { createHash } from 'node:crypto';

/** The maximum length of names and versions, in UTF-16 code units. */
export const maxTextLength = 255;

/** Returns a text that every database can store and compare. The end of one that is too long is replaced by a hash. */
export function toStoredText(text: string): string {
  // PostgreSQL stores neither NUL nor lone surrogates.
  const stored = text.toWellFormed().replaceAll('\0', '\uFFFD');
  if (stored.length <= maxTextLength) return stored;
  const hash = hashOf(text);
  return `${stored.slice(0, maxTextLength - hash.length - 1).toWellFormed()}~${hash}`;
}

/** Returns an id for a row that is found by several values. */
export function rowId(...values: readonly unknown[]): string {
  return hashOf(JSON.stringify(values));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
