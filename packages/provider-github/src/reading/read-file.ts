import type { LoadContext, PromptTemplate } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { pathError } from '../files/path-error.ts';
import { readBlob } from '../files/read-blob.ts';
import { readPath } from '../files/read-path.ts';
import type { Location } from '../location.ts';
import { createTemplate } from './create-template.ts';

/** A template, and the ETag that makes the next request for it conditional. */
export interface ReadFile {
  readonly template: PromptTemplate;
  readonly etag: string | undefined;
}

/**
 * Reads one file. Sends one request, and a second one for a file over 1 MB.
 * @param etag The ETag of the last response, if there was one.
 * @param previous The template of that response; returned again if only the ETag changed.
 * @returns undefined if nothing has changed since that response.
 * @throws `CONFIG_INVALID` for a directory or a submodule; `NOT_FOUND`; `CONTENT_INVALID` for a file that is not text.
 */
export async function readFile(
  path: string,
  location: Location,
  { etag, previous }: { readonly etag: string | undefined; readonly previous: PromptTemplate | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadFile | undefined> {
  const response = await readPath(path, location, etag, client, context);
  if (response === undefined) return undefined;
  const { data, headers } = response;
  if (Array.isArray(data)) throw pathError('directory', path, location);
  const type: string | undefined = data?.type;
  if (type === 'symlink' || type === 'submodule') throw pathError(type, path, location);
  if (type !== 'file') throw client.invalidResponse('does not describe a file');
  const { sha, content, encoding } = data as Extract<typeof data, { content: string }>;
  if (previous?.version === sha) return { template: previous, etag: headers.etag };
  const bytes = encoding === 'base64' ? Buffer.from(content, 'base64') : await readBlob(location, sha, client, context);
  return { template: createTemplate({ path, sha, bytes }, location, client.webUrl), etag: headers.etag };
}
