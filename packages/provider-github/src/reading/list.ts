import { type ListContext, type ListedPrompt, PromptError } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import type { RepositoryFiles } from '../files/repository-files.ts';
import { githubError } from '../github-error.ts';
import { formatLocation, isPinned, locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { parseGlob } from './glob.ts';
import { readTemplates } from './read-templates.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** The files that each listing was made from: while they are the current ones, the listing is, too. */
const filesOfListings = new WeakMap<Listing, RepositoryFiles>();

/**
 * Lists the files that match a glob or are below a folder. The first listing includes their texts, later ones only versions.
 * @returns The members, named by their path below the folder without extension; the previous listing itself if nothing changed.
 * @throws `NOT_FOUND` if the folder does not exist; `CONFIG_INVALID` if it is a file.
 */
export async function list(
  config: ParsedConfig,
  repositories: Repositories,
  context: ListContext<ParsedConfig>,
): Promise<Listing> {
  const { previousList } = context;
  const location = locationOf(config);
  if (previousList && isPinned(location)) return previousList;
  const files = await repositories.getFiles(location, context);
  if (previousList && filesOfListings.get(previousList) === files) return previousList;
  const { folder, matches } = parseGlob(config.path);
  const entries = await files.listBelow(folder, context);
  if (folder !== '' && entries.length === 0) {
    throw await createFolderError(folder, files, repositories, context);
  }
  const paths = entries
    .filter(({ kind, path }) => (kind === 'file' || kind === 'symlink') && matches(path))
    .map(({ path }) => path);
  const located = await repositories.locateFiles(paths, files, context);
  // A link that does not lead to a file is not a member.
  const members = paths.flatMap((path) => {
    const entry = located.get(path);
    return !entry || PromptError.isInstance(entry) ? [] : [{ path, version: entry.sha }];
  });
  const templates = previousList
    ? []
    : await readTemplates(
        members.map(({ path }) => path),
        files,
        repositories,
        context,
      );
  const listing = members.map(({ path, version }, index): ListedPrompt<ParsedConfig> => {
    const template = templates[index];
    return {
      ...parseFileName(path, folder),
      config: { ...config, path },
      version,
      // Loading the member reports what is wrong with its file.
      ...(template && !PromptError.isInstance(template) && { template }),
    };
  });
  filesOfListings.set(listing, files);
  return listing;
}

/** Splits the path below the folder into a name and an extension, which is empty or begins with a dot. */
function parseFileName(path: string, folder: string): { readonly name: string; readonly extension: string } {
  const filePath = folder === '' ? path : path.slice(folder.length + 1);
  const name = filePath.replace(/([^/])\.[^./]*$/, '$1');
  return { name, extension: filePath.slice(name.length) };
}

async function createFolderError(
  folder: string,
  files: RepositoryFiles,
  { locateFiles }: Repositories,
  context: ListContext<ParsedConfig>,
): Promise<PromptError> {
  const found = (await locateFiles([folder], files, context)).get(folder);
  if (PromptError.isInstance(found)) return found;
  const message = `'${folder}' in ${formatLocation(files.location)} is a file: a collection needs a folder or a glob`;
  return githubError('CONFIG_INVALID', message);
}
