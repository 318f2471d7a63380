import type { SourceAddress } from '../cache/source.ts';
import { type ConfigIssue, invalid, joinPath } from '../config/issues.ts';
import { isCollection, type ParsedEntry } from '../config/parsed-entry.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import { scrub } from '../errors/scrub.ts';
import { sourceIdentity } from '../identity/source-key.ts';
import type { AnyProvider } from '../provider/provider.ts';

/** An entry, and where its text stands. */
export interface AddressedEntry {
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
}

/**
 * Has each provider check the config of its entries, all at once.
 * @param issues Takes every mistake found.
 * @returns of each entry where its text stands, if that can be told.
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
  // Of a provider that isn't there it has been said already.
  if (!provider) return undefined;
  const { name, form, config, webhooks } = entry;
  const path = `systemPrompts.${name}`;
  // What an entry asks of its provider that this provider can't do.
  const fault = `provider '${provider.name}' has no`;
  if (isCollection(name) && !provider.list) issues.push(invalid(path, `${fault} collections: name one prompt`));
  const { events = [] } = provider.webhook ?? {};
  for (const event of webhooks) {
    if (events.includes(event)) continue;
    issues.push(invalid(`${path}.webhooks`, `${fault} event '${event}', but ${events.join(', ') || 'none'}`));
  }
  const configPath = { content: path, file: path, provider: `${path}.config`, db: `${path}.db` }[form];
  try {
    const checked = (await provider.configSchema?.['~standard'].validate(config)) ?? { value: config };
    if (!checked.issues) {
      const { value } = checked;
      return { entry, address: { provider, config: value, ...(await sourceIdentity(provider.name, value)) } };
    }
    for (const issue of checked.issues) {
      const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
      issues.push(invalid(joinPath(configPath, keys), scrub(issue.message, config)));
    }
  } catch (thrown) {
    issues.push(invalid(configPath, fromThrown(thrown, provider.name, config).message));
  }
  return undefined;
}
