import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../test/shared-data.ts';

/** Generated texts are such that they compress about as well as real ones. */
const generatedTexts = 150;
const wordsPerText = 600;
const differentWords = 2_000;

/** Real prompts where they are at hand: how well texts compress decides how many bytes go over the wire. */
function sources(): { readonly kind: string; readonly texts: readonly string[] } {
  const folder = sharedData('prompts');
  if (folder === undefined) return { kind: 'generated prompts, repeated', texts: generated() };
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  return { kind: `${texts.length} real prompts, repeated`, texts };
}

/** @returns texts of about 4 KB, the same ones each time. */
function generated(): string[] {
  let seed = 1;
  const word = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (Math.imul((seed >>> 16) % differentWords, 2_654_435_761) >>> 0).toString(36);
  };
  return Array.from({ length: generatedTexts }, () => Array.from({ length: wordsPerText }, word).join(' '));
}

/**
 * Texts of which no two are the same; alike ones are far apart.
 * @returns them, and for people what they are.
 */
export function promptTexts(count: number): { readonly kind: string; readonly texts: readonly string[] } {
  const { kind, texts } = sources();
  const nth = (index: number) => `${texts[index % texts.length]}\n\nThis is prompt ${index}.\n`;
  return { kind, texts: Array.from({ length: count }, (_, index) => nth(index)) };
}
