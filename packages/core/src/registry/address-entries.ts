import { type ConfigIssue, invalid, joinPath } from '../config/issues.ts';
import { isCollection, type ParsedEntry } from '../config/parsed-entry.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import { scrub } from '../errors/scrub.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { createAddress, type SourceAddress } from '../provider/source-address.ts';

/** An entry and the address of its text. */
export interface AddressedEntry {
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
}

/**
 * Checks the config of all entries with the schemas of their providers.
 * @param issues Receives every mistake.
 * @returns Each entry with its address; undefined for an entry with a mistake.
 */
export function addressEntries(
  entries: readonly ParsedEntry[],
  providers: ReadonlyMap<string, AnyProvider>,
  issues: ConfigIssue[],
): Promise<(AddressedEntry | undefined)[]> {
  return Promise.all(entries.map((entry) => addressEntry(entry, providers.get(entry.provider), issues)));
}

async function addressEntry(
  entry: ParsedEntry,
  provider: AnyProvider | undefined,
  issues: ConfigIssue[],
): Promise<AddressedEntry | undefined> {
  // A missing provider is reported already.
  if (!provider) return undefined;
  const { name, form, config = {}, webhooks } = entry;
  const path = `systemPrompts.${name}`;
  if (isCollection(name) && !provider.list) {
    const fault = `provider '${entry.provider}' does not support collections: remove '/*' from the name`;
    issues.push(invalid(path, fault));
  }
  const { events = [] } = provider.webhook ?? {};
  for (const event of webhooks) {
    if (events.includes(event)) continue;
    const fix = events.length > 0 ? `use ${events.join(', ')}` : 'remove webhooks';
    issues.push(invalid(`${path}.webhooks`, `provider '${entry.provider}' has no event '${event}': ${fix}`));
  }
  const configPath = { content: path, file: path, provider: `${path}.config`, db: `${path}.db` }[form];
  try {
    const { configSchema, collectionSchema = configSchema } = provider;
    const schema = isCollection(name) ? collectionSchema : configSchema;
    if (entry.config === undefined && !schema) issues.push(invalid(configPath, 'is missing: it must be an object'));
    const checked = (await schema?.['~standard'].validate(config)) ?? { value: config };
    if (!checked.issues) {
      const { capabilities } = provider;
      const frontMatter = entry.frontMatter ?? capabilities?.frontMatter ?? true;
      const verbatim = capabilities?.verbatim ?? false;
      return {
        entry: { ...entry, frontMatter, verbatim },
        address: createAddress(entry.provider, provider, checked.value),
      };
    }
    for (const issue of checked.issues) {
      const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
      issues.push(invalid(joinPath(configPath, keys), scrub(issue.message, { config })));
    }
  } catch (thrown) {
    issues.push(invalid(configPath, fromThrown(thrown, entry.provider, { config }).message));
  }
  return undefined;
}
