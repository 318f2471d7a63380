import { canonicalJson, numberOf } from '../identity/canonical.ts';
import { recordFunctions } from '../identity/record-functions.ts';
import { type SourceIdentity, splitConfig } from '../identity/source-identity.ts';
import type { AnyProvider } from './provider.ts';

/** Where a text is: its provider, the config that loads it, and what identifies it. */
export interface SourceAddress {
  /** The name under which the provider is registered: what entries call it. */
  readonly providerName: string;
  readonly provider: AnyProvider;
  readonly config: unknown;
  readonly identity: SourceIdentity;
  /** Covers provider name, source and access, in this process only. It contains no credential. */
  readonly key: string;
  /** Covers provider name and access only: the sources of one group share calls and rate limits. */
  readonly group: string;
  /** Whether anybody may have written the config: it must not be used to call the source. */
  readonly isUntrusted?: boolean;
}

/**
 * The groups of each provider, by the canonical text of their access. It may contain credentials, so it lives no longer than the
 * provider. Hashing it takes too long for large listings.
 */
const groupsOf = new WeakMap<AnyProvider, Map<string, string>>();
let lastGroup = 0;

/**
 * Creates the address of a config that the provider's schema has accepted. Functions and other live objects in it are compared by
 * identity.
 * @throws `CONFIG_INVALID` for a config that contains itself, or what the provider's `identity` throws.
 */
export function createAddress(providerName: string, provider: AnyProvider, config: unknown): SourceAddress {
  const { source, access } = provider.identity?.(config) ?? splitConfig(config);
  // Functions that return credentials.
  const functions = new Set<unknown>();
  const accessText = canonicalJson([providerName, access], (live) => {
    if (typeof live === 'function') functions.add(live);
    return numberOf(live);
  });
  const group = groupOf(provider, accessText);
  const key = `${group} ${canonicalJson(source)}`;
  return {
    providerName,
    provider,
    config: recordFunctions(config, functions),
    identity: { source, access },
    key,
    group,
  };
}

function groupOf(provider: AnyProvider, accessText: string): string {
  const groups = groupsOf.get(provider) ?? new Map<string, string>();
  groupsOf.set(provider, groups);
  let group = groups.get(accessText);
  if (group === undefined) {
    lastGroup += 1;
    group = `group ${lastGroup}`;
    groups.set(accessText, group);
  }
  return group;
}
