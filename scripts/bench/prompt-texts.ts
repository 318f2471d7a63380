import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../test/shared-data.ts';

/** With these numbers, generated texts compress about as well as real ones. */
const generatedCount = 150;
const wordsPerText = 600;
const vocabularySize = 2_000;

/** Returns real prompts if they are available: how well texts compress determines the bytes to transfer. */
function findSources(): { readonly kind: string; readonly texts: readonly string[] } {
  const folder = sharedData('prompts');
  if (folder === undefined) return { kind: 'generated texts', texts: generate() };
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  return { kind: `texts of ${texts.length} real prompts`, texts };
}

/** Generates texts of about 4 KB, the same at each call. */
function generate(): string[] {
  let seed = 1;
  const word = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (Math.imul((seed >>> 16) % vocabularySize, 2_654_435_761) >>> 0).toString(36);
  };
  return Array.from({ length: generatedCount }, () => Array.from({ length: wordsPerText }, word).join(' '));
}

/**
 * Returns texts that all differ, and a description of them. Similar texts are far apart, so that compression gains little.
 */
export function promptTexts(count: number): { readonly kind: string; readonly texts: readonly string[] } {
  const { kind, texts } = findSources();
  const nth = (index: number) => `${texts[index % texts.length]}\n\nThis is prompt ${index}.\n`;
  return { kind, texts: Array.from({ length: count }, (_, index) => nth(index)) };
}
