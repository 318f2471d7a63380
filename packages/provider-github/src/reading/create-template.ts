import type { PromptTemplate } from '@prompts/core';
import { decodeText } from '../files/decode-text.ts';
import { formatLocation, type Location, nameOf } from '../location.ts';

/**
 * Creates the template of a file. Its version is the blob id, which changes exactly when the text does.
 * @param webUrl The web site of the server, such as `https://github.com`.
 * @throws `CONTENT_INVALID` if the file is not text.
 */
export function createTemplate(
  { path, sha, bytes }: { readonly path: string; readonly sha: string; readonly bytes: Uint8Array },
  location: Location,
  webUrl: string,
): PromptTemplate {
  const { owner, repo } = location;
  const segments = [owner, repo, 'blob', ...nameOf(location).split('/'), ...path.split('/')];
  const uri = `${webUrl}/${segments.map(encodeURIComponent).join('/')}`;
  return { content: decodeText(bytes, `'${path}' in ${formatLocation(location)}`), version: sha, uri };
}
