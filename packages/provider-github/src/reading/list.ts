import { type ListContext, type ListedPrompt, PromptError } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import type { RepositoryFiles } from '../files/repository-files.ts';
import { formatLocation, isPinned, type Location, locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { parseGlob } from './glob.ts';
import { readTemplates } from './read-templates.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** What listings were made from, so that an unchanged repository gives the last one again. */
const madeFrom = new WeakMap<Listing, RepositoryFiles>();

/**
 * The files that a glob or a folder stands for. The first listing brings their texts along; later ones tell their versions.
 * @returns members named by their path below the folder, without extension; the last listing itself where nothing changed.
 */
export async function list(
  config: ParsedConfig,
  repositories: Repositories,
  context: ListContext<ParsedConfig>,
): Promise<Listing> {
  const { previousList } = context;
  const location = locationOf(config);
  if (previousList && isPinned(location)) return previousList;
  const files = await repositories.files(location, context);
  if (previousList && madeFrom.get(previousList) === files) return previousList;
  const { folder, matches } = parseGlob(config.path);
  const entries = await files.below(folder, context);
  if (folder !== '' && entries.length === 0) throw await noFolder(folder, files, location, repositories, context);
  const paths = entries
    .filter(({ kind, path }) => (kind === 'file' || kind === 'symlink') && matches(path))
    .map(({ path }) => path);
  const located = await repositories.locateFiles(paths, files, location, context);
  // A link that leads out of the repository is no member.
  const members = paths.flatMap((path) => {
    const entry = located.get(path);
    return !entry || PromptError.isInstance(entry) ? [] : [{ path, version: entry.sha }];
  });
  const templates = previousList
    ? []
    : await readTemplates(
        members.map(({ path }) => path),
        { files, location },
        repositories,
        context,
      );
  const listing = members.map(({ path, version }, index): ListedPrompt<ParsedConfig> => {
    const template = templates[index];
    return {
      name: nameOf(path, folder),
      config: { ...config, path },
      version,
      // What is wrong with a file is said when it is loaded by itself.
      ...(template && !PromptError.isInstance(template) && { template }),
    };
  });
  madeFrom.set(listing, files);
  return listing;
}

function nameOf(path: string, folder: string): string {
  const name = folder === '' ? path : path.slice(folder.length + 1);
  return name.replace(/([^/])\.[^./]*$/, '$1');
}

/** What there is instead of the folder of a collection. */
async function noFolder(
  folder: string,
  files: RepositoryFiles,
  location: Location,
  { locateFiles }: Repositories,
  context: ListContext<ParsedConfig>,
): Promise<PromptError> {
  const found = (await locateFiles([folder], files, location, context)).get(folder);
  if (PromptError.isInstance(found)) return found;
  const message = `'${folder}' in ${formatLocation(location)} is a file: a collection needs a folder or a glob`;
  return new PromptError('CONFIG_INVALID', message, { provider: 'github' });
}
