import type { PromptError, PromptTemplate } from '@prompts/core';
import { decodeText } from '../files/decode-text.ts';
import { formatLocation, type Location } from '../location.ts';

/**
 * The template that a file makes. Its version is the blob's id, which changes exactly when the text does.
 * @throws `CONTENT_INVALID` for what is no text.
 */
export function createTemplate(
  { path, sha, bytes }: { readonly path: string; readonly sha: string; readonly bytes: Uint8Array },
  location: Location,
  webUrl: string,
): PromptTemplate {
  const { owner, repo, ref } = location;
  const uri = `${webUrl}/${[owner, repo, 'blob', ...ref.split('/'), ...path.split('/')].map(encodeURIComponent).join('/')}`;
  return { content: decodeText(bytes, `'${path}' in ${formatLocation(location)}`), version: sha, uri };
}

/** A failure as a value, for those whose neighbours succeed. */
export function orError<Value>(make: () => Value): Value | PromptError {
  try {
    return make();
  } catch (error) {
    return error as PromptError;
  }
}
