import { canonicalJson } from '../identity/canonical.ts';
import { recordFunctions } from '../identity/record-functions.ts';
import { sha256 } from '../identity/sha256.ts';
import { type SourceIdentity, splitConfig } from '../identity/source-identity.ts';
import type { AnyProvider } from './provider.ts';

/** Where a text is: its provider, the config that loads it, and what identifies it. */
export interface SourceAddress {
  /** The name under which the provider is registered: what entries call it. */
  readonly providerName: string;
  readonly provider: AnyProvider;
  readonly config: unknown;
  readonly identity: SourceIdentity;
  /** Covers provider name, source and access. A hash: it contains no secret. */
  readonly key: string;
  /** Covers provider name and access only: the sources of one group share calls and rate limits. A hash. */
  readonly group: string;
  /** Whether anybody may have written the config: it must not be used to call the source. */
  readonly isUntrusted?: boolean;
}

/**
 * Creates the address of a config that the provider's schema has accepted. Functions and other live objects in it count by
 * their identity.
 * @throws `CONFIG_INVALID` for a config that contains itself, or what the provider's `identity` throws.
 */
export async function createAddress(
  providerName: string,
  provider: AnyProvider,
  config: unknown,
): Promise<SourceAddress> {
  const { source, access } = provider.identity?.(config) ?? splitConfig(config);
  const [key, group] = await Promise.all([
    sha256(canonicalJson([providerName, source, access])),
    sha256(canonicalJson([providerName, access])),
  ]);
  return { providerName, provider, config: recordFunctions(config, access), identity: { source, access }, key, group };
}
