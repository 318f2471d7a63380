import type { AnySource } from '../suite/check.ts';

/** More than one page of most APIs, whose largest page usually has 100 items. */
export const severalPages = 101;

/** Returns the text that {@link writeMany} stores. */
export const textOf = (id: string): string => `This is the prompt ${id}.\n`;

/** Stores prompts. @returns Their ids. */
export async function writeMany(source: AnySource, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `prompt-${index}`);
  for (const id of ids) await source.write(id, textOf(id));
  return ids;
}
