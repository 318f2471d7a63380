import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillManifest } from './fill-manifest.ts';
import type { PackageNames } from './package-names.ts';
import { readFolder } from './read-folder.ts';
import { replaceNames } from './replace-names.ts';
import { UsageError } from './usage-error.ts';

const template = fileURLToPath(new URL('../template', import.meta.url));

/** npm does not publish files that are named .gitignore, and tools take every package.json for a package. */
const renamed: Readonly<Record<string, string>> = { _gitignore: '.gitignore', '_package.json': 'package.json' };

export interface CreatePackageOptions {
  readonly names: PackageNames;
  /** The existing folder in which the folder of the package is created. */
  readonly parent: string;
  /** The holder of the copyright. Default: a placeholder. */
  readonly author?: string | undefined;
  /** The year of the copyright. */
  readonly year: number;
}

/**
 * Copies the template to a new folder, and writes the names, the versions and the copyright into the copy.
 * @returns The path of the folder.
 * @throws UsageError If the folder exists and is not empty, or can't be created.
 */
export async function createPackage({ names, parent, author, year }: CreatePackageOptions): Promise<string> {
  const own = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { devDependencies } = JSON.parse(own) as { devDependencies: Record<string, string> };
  const files = await readFolder(template);
  const folder = join(parent, names.folder);
  await createEmptyFolder(folder);
  for (const [path, original] of files) {
    const target = renamed[path] ?? path;
    let text = replaceNames(original, names);
    if (target === 'package.json') text = fillManifest(text, devDependencies);
    if (target === 'LICENSE') text = fillLicense(text, year, author);
    await mkdir(dirname(join(folder, target)), { recursive: true });
    await writeFile(join(folder, target), text);
  }
  return folder;
}

async function createEmptyFolder(folder: string): Promise<void> {
  let content: readonly string[];
  try {
    await mkdir(folder, { recursive: true });
    content = await readdir(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file has this name' : message;
    throw new UsageError(`The folder ${folder} can't be created: ${fault}. Run the command in another folder.`);
  }
  if (content.length === 0) return;
  throw new UsageError(
    `The folder ${folder} exists and is not empty. Delete it, choose another name, or run the command in another folder.`,
  );
}

function fillLicense(text: string, year: number, author = '[fullname]'): string {
  return text.replace('[year]', String(year)).replace('[fullname]', () => author);
}
