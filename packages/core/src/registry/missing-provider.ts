import { type ConfigIssue, invalid } from '../config/issues.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import { didYouMean } from '../identity/suggest.ts';
import { inBundle } from './in-bundle.ts';
import type { MissingReason } from './provider-sources.ts';

/** The providers that we publish: suggestions for an unknown name. */
const published = ['github', 'confluence', 'notion', 'gdocs', 'http', 'db'];

/** Different providers may have similar names: `gitlab` is not a misspelling of `github`. */
const minSimilarity = 0.6;

/**
 * Describes that the provider of an entry is not available, why, and how to install it.
 * @param reason Why it was not discovered. Undefined if discovery is turned off.
 * @param known The names of the providers that are available.
 */
export function missingProvider(
  { name, form, provider }: ParsedEntry,
  reason: MissingReason | undefined,
  known: readonly string[],
): ConfigIssue {
  const path = `systemPrompts.${name}.${form}`;
  if (form === 'file') return invalid(path, 'this runtime has no file system: use content or a provider');
  const { text, hasFix } = reason ?? { text: 'Discovery is turned off with discover: false.', hasFix: false };
  const fix = hasFix ? '' : installationOf(provider, reason ? [...known, ...published] : known);
  const sentences = [`provider '${provider}' is not available.`, text, fix];
  return invalid(path, sentences.filter(Boolean).join(' '), provider, 'PROVIDER_MISSING');
}

/** Returns how to install a provider, and the correct spelling of its name. */
function installationOf(provider: string, known: readonly string[]): string {
  if (published.includes(provider)) {
    const name = `@prompts/provider-${provider}`;
    return `Run npm install ${name}, or pass the provider in providers. ${inBundle(name)}`;
  }
  const hint = didYouMean(provider, known, minSimilarity);
  const install =
    'Install the package that provides it (in a bundle, also import its /register module), or pass the provider in providers.';
  return hint === undefined ? install : `${hint} Otherwise: ${install}`;
}
