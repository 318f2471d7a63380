import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { SourceAddress } from '../cache/source.ts';
import { type ConfigIssue, invalid, joinPath } from '../config/issues.ts';
import { isCollection, type ParsedEntry } from '../config/parsed-entry.ts';
import { sourceIdentity } from '../identity/source-key.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { inlineProvider } from './inline-provider.ts';

/** An entry, and where its text stands. */
export interface AddressedEntry {
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
}

/** Has each provider check the config of its entries. @returns the entries that are right, and every mistake. */
export async function addressEntries(
  entries: readonly ParsedEntry[],
  providers: ReadonlyMap<string, AnyProvider>,
  files: AnyProvider | undefined,
): Promise<{ addressed: AddressedEntry[]; issues: ConfigIssue[] }> {
  const issues: ConfigIssue[] = [];
  const addressed: AddressedEntry[] = [];
  for (const entry of entries) {
    const { source } = entry;
    const path = `systemPrompts.${entry.name}`;
    if (source.kind === 'inline') {
      addressed.push(await address(entry, inlineProvider, { content: source.content }));
      continue;
    }
    const provider = source.kind === 'file' ? files : providers.get(source.provider);
    if (provider === undefined) {
      if (source.kind === 'file')
        issues.push(invalid(`${path}.file`, 'this runtime has no files: use content or a provider'));
      continue;
    }
    issues.push(...faultsOfUse(entry, provider, path));
    const checked = await checkConfig(provider, source.kind === 'file' ? { file: source.file } : source.config);
    if ('issues' in checked) {
      const configPath = source.kind === 'file' ? path : `${path}.config`;
      issues.push(...checked.issues.map((issue) => invalid(joinPath(configPath, keysOf(issue)), issue.message)));
    } else {
      addressed.push(await address(entry, provider, checked.config));
    }
  }
  return { addressed, issues };
}

async function address(entry: ParsedEntry, provider: AnyProvider, config: unknown): Promise<AddressedEntry> {
  const { key, credentials } = await sourceIdentity(provider.name, config);
  return { entry, address: { provider, config, key, group: credentials } };
}

async function checkConfig(
  { configSchema }: AnyProvider,
  config: unknown,
): Promise<{ config: unknown } | { issues: readonly StandardSchemaV1.Issue[] }> {
  if (configSchema === undefined) return { config };
  const result = await configSchema['~standard'].validate(config);
  return result.issues === undefined ? { config: result.value } : { issues: result.issues };
}

function keysOf({ path = [] }: StandardSchemaV1.Issue): PropertyKey[] {
  return path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
}

/** What an entry asks of its provider that this provider can't do. */
function faultsOfUse(entry: ParsedEntry, provider: AnyProvider, path: string): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  if (isCollection(entry.name) && provider.list === undefined) {
    issues.push(invalid(path, `provider '${provider.name}' has no collections: name one prompt`));
  }
  const events = provider.webhook?.events ?? [];
  for (const event of entry.webhooks ?? []) {
    if (events.includes(event)) continue;
    const known = events.length === 0 ? 'it has none' : `it knows ${events.join(', ')}`;
    issues.push(invalid(`${path}.webhooks`, `provider '${provider.name}' has no event '${event}': ${known}`));
  }
  return issues;
}
