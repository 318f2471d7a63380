import type { PackageNames } from './package-names.ts';
import { spellingsOf } from './spellings.ts';

/** The names in the template. The name of the provider has two words, so that each spelling differs from the others. */
const templateNames = { provider: 'acme-notes', packageName: 'prompts-provider-acme-notes' };

/** Replaces the names of the template in a text, in each of their spellings. */
export function replaceNames(text: string, { provider, packageName }: PackageNames): string {
  const replacements = new Map([[templateNames.packageName, packageName]]);
  const own = Object.values(spellingsOf(provider));
  for (const [index, spelling] of Object.values(spellingsOf(templateNames.provider)).entries()) {
    replacements.set(spelling, own[index] as string);
  }
  // The name of the package contains the name of the provider, so it is the first alternative.
  return text.replaceAll(
    new RegExp([...replacements.keys()].join('|'), 'g'),
    (found) => replacements.get(found) ?? found,
  );
}
