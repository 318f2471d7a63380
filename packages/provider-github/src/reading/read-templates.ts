import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { readContents } from '../files/read-contents.ts';
import type { TreeEntry } from '../files/read-tree.ts';
import type { RepositoryFiles } from '../files/repository-files.ts';
import type { Location } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { createTemplate, orError } from './create-template.ts';

/**
 * Reads the texts at many paths of one branch, tag or commit.
 * @returns one result a path, in order; what is wrong with one file is a value.
 * @throws what is wrong with all of them.
 */
export async function readTemplates(
  paths: readonly string[],
  { files, location }: { readonly files: RepositoryFiles; readonly location: Location },
  { client, locateFiles }: Repositories,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const located = await locateFiles(paths, files, location, context);
  const entries = [...located.values()].filter((entry): entry is TreeEntry => !PromptError.isInstance(entry));
  const contents = await readContents(location, { entries, totalSize: files.totalSize }, client, context);
  return paths.map((path) => {
    const entry = located.get(path) as NonNullable<ReturnType<typeof located.get>>;
    if (PromptError.isInstance(entry)) return entry;
    const { sha } = entry;
    const bytes = contents.get(sha) as NonNullable<ReturnType<typeof contents.get>>;
    if (PromptError.isInstance(bytes)) return bytes;
    return orError(() => createTemplate({ path, sha, bytes }, location, client.webUrl));
  });
}
