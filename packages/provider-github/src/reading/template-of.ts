import type { PromptError, PromptTemplate } from '@prompts/core';
import { textOf } from '../files/text-of.ts';
import { type Location, shown } from '../location.ts';

/**
 * The template that a file makes. Its version is the blob's id, which changes exactly when the text does.
 * @throws `CONTENT_INVALID` for what is no text.
 */
export function templateOf(
  { path, sha, bytes }: { readonly path: string; readonly sha: string; readonly bytes: Uint8Array },
  location: Location,
  webUrl: string,
): PromptTemplate {
  const { owner, repo, ref } = location;
  const uri = `${webUrl}/${[owner, repo, 'blob', ...ref.split('/'), ...path.split('/')].map(encodeURIComponent).join('/')}`;
  return { content: textOf(bytes, `'${path}' in ${shown(location)}`), version: sha, uri };
}

/** A failure as a value, for those whose neighbours succeed. */
export function orError<Value>(make: () => Value): Value | PromptError {
  try {
    return make();
  } catch (error) {
    return error as PromptError;
  }
}
