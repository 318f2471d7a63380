import type { LoadContext, PromptTemplate } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { invalidResponse } from '../client/request-failure.ts';
import { pathError } from '../files/path-error.ts';
import { readBlob } from '../files/read-blob.ts';
import { readPath } from '../files/read-path.ts';
import type { Location } from '../location.ts';
import { createTemplate } from './create-template.ts';

/** A template, and what makes the next request for it conditional. */
export interface ReadFile {
  readonly template: PromptTemplate;
  readonly etag: string | undefined;
}

/**
 * Reads one file: one call, and another for a file over 1 MB.
 * @param etag Of the text that is known. @returns undefined where nothing has changed since.
 * @throws `CONFIG_INVALID` for a directory or a submodule, and what GitHub's answer means.
 */
export async function readFile(
  path: string,
  location: Location,
  { etag, previous }: { readonly etag: string | undefined; readonly previous: PromptTemplate | undefined },
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadFile | undefined> {
  const answer = await readPath(path, location, etag, client, context);
  if (answer === undefined) return undefined;
  const { data, headers } = answer;
  if (Array.isArray(data)) throw pathError('directory', path, location);
  const type: string | undefined = data?.type;
  if (type === 'symlink' || type === 'submodule') throw pathError(type, path, location);
  if (type !== 'file') throw invalidResponse('is about no file');
  const { sha, content, encoding } = data as Extract<typeof data, { content: string }>;
  if (previous?.version === sha) return { template: previous, etag: headers.etag };
  const bytes = encoding === 'base64' ? Buffer.from(content, 'base64') : await readBlob(location, sha, client, context);
  return { template: createTemplate({ path, sha, bytes }, location, client.webUrl), etag: headers.etag };
}
