import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { addPath, pathError } from '../files/path-error.ts';
import { readBlob } from '../files/read-blob.ts';
import { readPath } from '../files/read-path.ts';
import { asTag, type Location } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { createTemplate } from './create-template.ts';
import { readTemplates } from './read-templates.ts';

/** A template, and the ETag that makes the next request for it conditional. */
export interface ReadFile {
  readonly template: PromptTemplate;
  readonly etag: string | undefined;
}

interface KnownFile {
  readonly etag: string | undefined;
  readonly previous: PromptTemplate | undefined;
}

/**
 * Reads one file. Sends one request, and a second one for a file over 1 MB. If GitHub doesn't find it, the tree shows why: the path
 * leads through a symbolic link, is written in another case, or the ref is a bare name that is not a tag.
 * @param known The ETag of the last response, if there was one, and its template: returned again if only the ETag changed.
 * @returns undefined if nothing has changed since that response.
 * @throws `CONFIG_INVALID` for a directory or a submodule; `NOT_FOUND`; `CONTENT_INVALID` for a file that is not text.
 */
export async function readFile(
  path: string,
  location: Location,
  known: KnownFile,
  repositories: Repositories,
  context: LoadContext,
): Promise<ReadFile | undefined> {
  try {
    return await readContent(path, asTag(location) ?? location, known, repositories.client, context);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const files = await repositories.getFiles(location, context).catch((reason: unknown) => {
      // For a bare name, only the tag was not found so far.
      if (asTag(location) === undefined || !PromptError.isInstance(reason)) throw error;
      throw addPath(reason, path);
    });
    const [template] = await readTemplates([path], files, repositories, context);
    if (template === undefined || PromptError.isInstance(template)) throw template ?? error;
    return { template, etag: undefined };
  }
}

async function readContent(
  path: string,
  location: Location,
  { etag, previous }: KnownFile,
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

function isNotFound(error: unknown): boolean {
  return PromptError.isInstance(error) && error.code === 'NOT_FOUND';
}
