import { type Dirent, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { PromptError } from '../errors/prompt-error.ts';
import { Glob, type GlobState, isGlob } from '../glob.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import { fromSystemError } from './file-error.ts';
import { isInside } from './is-inside.ts';

/** How many files and folders a listing may visit. */
const maxVisited = 100_000;

/** How often a folder is listed at most, if it is replaced while it is listed. */
const maxAttempts = 3;

/** What a folder means: every file in it with this extension. */
const defaultPattern = '**/*.md';

/** The files of a collection, and the folders in which they were found, with symbolic links resolved. */
export interface FileCollection {
  readonly members: readonly ListedPrompt<{ readonly file: string }>[];
  readonly folders: readonly string[];
  /** The paths of the symbolic links among the files and folders. */
  readonly links: readonly string[];
}

/**
 * Lists the files of a `{ file }` collection: a folder, or a glob. Links that point outside the root are skipped.
 * @throws `CONFIG_INVALID` if `file` is a single file, `NOT_FOUND`, `FORBIDDEN`, `CONTENT_INVALID` for too many files.
 */
export async function listFileCollection(file: string, root: string): Promise<FileCollection> {
  try {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const found = await listOnce(file, root);
      if (found) return found;
    }
  } catch (error) {
    throw fromSystemError(error, file, root);
  }
  throw new PromptError('UNAVAILABLE', `the folder of '${file}' was replaced while it was listed`);
}

/**
 * Returns the folder of a collection, as a path in the root, and the pattern of the files below it.
 * @throws `CONFIG_INVALID` if `file` is a single file.
 */
export function splitPattern(file: string, root: string): { folder: string; pattern: string } {
  const path = resolve(root, file);
  const segments = relative(root, path).split(sep);
  const first = segments.findIndex(isGlob);
  const stats = statSync(path, { throwIfNoEntry: false });
  // A folder may have the name of a glob: `[locale]`.
  if (stats?.isDirectory() || (first < 0 && !stats)) return { folder: path, pattern: defaultPattern };
  if (first >= 0) return { folder: join(root, ...segments.slice(0, first)), pattern: segments.slice(first).join('/') };
  throw new PromptError(
    'CONFIG_INVALID',
    `'${file}' is a single file: specify a folder or a glob, or remove '/*' from the entry's name`,
  );
}

/** @returns undefined if the folder was replaced in the meantime. */
async function listOnce(file: string, root: string): Promise<FileCollection | undefined> {
  const { folder, pattern } = splitPattern(file, root);
  const glob = new Glob(pattern);
  const realRoot = await realpath(root);
  const start = await realpath(folder);
  if (start !== realRoot && !isInside(start, realRoot)) throw outsideRoot(file, root);
  const members: ListedPrompt<{ readonly file: string }>[] = [];
  const folders = new Set<string>();
  const links: string[] = [];
  let visited = 0;
  const isComplete = await visit(start, '', glob.start, []);
  if (!isComplete || (await realpath(folder)) !== start) return undefined;
  members.sort((one, other) => (one.config.file < other.config.file ? -1 : 1));
  return { members, folders: [...folders], links };

  /** @returns Whether the folder was still the same one afterwards. */
  async function visit(real: string, path: string, state: GlobState, parents: readonly string[]): Promise<boolean> {
    folders.add(real);
    const items = await readdir(real, { withFileTypes: true });
    if ((await realpath(real)) !== real) return false;
    visited += items.length;
    if (visited > maxVisited) {
      const message = `the folder of '${file}' contains more than ${maxVisited} files: specify a smaller one`;
      throw new PromptError('CONTENT_INVALID', message);
    }
    for (const item of items) {
      const next = glob.next(state, item.name);
      if (!glob.isMatch(next) && !glob.isPrefix(next)) continue;
      const target = await resolveItem(item, real);
      if (!target) continue;
      const itemPath = path + item.name;
      if (target.isFile && glob.isMatch(next)) add(itemPath);
      // A link may lead back to a folder above it.
      const isCircular = target.path === real || parents.includes(target.path);
      if (target.isFile || isCircular || !glob.isPrefix(next)) continue;
      if (!(await visit(target.path, `${itemPath}/`, next, [...parents, real]))) return false;
    }
    return true;
  }

  /** @returns undefined for what is neither a file nor a folder in the root, or was just deleted. */
  async function resolveItem(item: Dirent, parent: string): Promise<{ path: string; isFile: boolean } | undefined> {
    const path = join(parent, item.name);
    if (item.isFile() || item.isDirectory()) return { path, isFile: item.isFile() };
    if (!item.isSymbolicLink()) return undefined;
    links.push(path);
    try {
      const target = await realpath(path);
      if (!isInside(target, realRoot)) return undefined;
      const stats = await stat(target);
      return stats.isFile() || stats.isDirectory() ? { path: target, isFile: stats.isFile() } : undefined;
    } catch {
      return undefined;
    }
  }

  function add(path: string): void {
    const extension = extname(path);
    const name = path.slice(0, path.length - extension.length);
    members.push({ name, extension, config: { file: toSlashes(join(relative(root, folder), path)) } });
  }
}

/** The same on every system: the path is part of what identifies the text. */
function toSlashes(path: string): string {
  return path.replaceAll(sep, '/');
}

function outsideRoot(file: string, root: string): PromptError {
  const message = `the folder of '${file}' is a link to a folder outside the root ${root}: move it into the root, or change root`;
  return new PromptError('CONFIG_INVALID', message);
}
