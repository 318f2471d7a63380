import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { readContents } from '../files/read-contents.ts';
import type { TreeEntry } from '../files/read-tree.ts';
import type { RepositoryFiles } from '../files/repository-files.ts';
import type { Repositories } from '../repositories.ts';
import { createTemplate } from './create-template.ts';

/**
 * Reads the texts at many paths of one branch, tag or commit.
 * @returns One result per path, in order; an error for a file that can't be read.
 * @throws If none can be read.
 */
export async function readTemplates(
  paths: readonly string[],
  files: RepositoryFiles,
  { client, locateFiles }: Repositories,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const { location } = files;
  const located = await locateFiles(paths, files, context);
  const entries = [...located.values()].filter((entry): entry is TreeEntry => !PromptError.isInstance(entry));
  const contents = await readContents(location, { entries, totalBytes: files.totalBytes }, client, context);
  return paths.map((path) => {
    const entry = located.get(path) as NonNullable<ReturnType<typeof located.get>>;
    if (PromptError.isInstance(entry)) return entry;
    const { sha } = entry;
    const bytes = contents.get(sha) as NonNullable<ReturnType<typeof contents.get>>;
    if (PromptError.isInstance(bytes)) return bytes;
    try {
      return createTemplate({ path, sha, bytes }, location, client.webUrl);
    } catch (error) {
      return error as PromptError;
    }
  });
}
