import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A line such as "`src/index.ts`, which does this:", followed by a code block. */
const namedBlock = /^`([\w./-]+)`[^\n]*:\n\n```\w+\n([\s\S]*?)^```$/gm;

/** Returns the code blocks of a page that are files: text by name. */
export function findFiles(markdown: string): ReadonlyMap<string, string> {
  return new Map(Array.from(markdown.matchAll(namedBlock), ([, name = '', text = '']) => [name, text]));
}

/** Writes files into a folder, and creates the folders that they need. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
