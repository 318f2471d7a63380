import type { CreatePromptsOptions } from '../config/create-prompts-options.ts';
import { type ConfigIssue, invalid } from '../config/issues.ts';
import { containsLiveObject } from '../identity/canonical.ts';
import type { AddressedEntry } from '../registry/address-entries.ts';

/**
 * Requires `cache.namespace` if processes share a store and credentials are functions: those can't be compared, so two apps
 * with different credentials would share texts.
 * @param issues Receives the mistake.
 */
export function requireNamespace(
  entries: readonly (AddressedEntry | undefined)[],
  { cache }: CreatePromptsOptions,
  issues: ConfigIssue[],
): void {
  if (!cache?.store || cache.namespace !== undefined) return;
  const entry = entries.find((candidate) => candidate && containsLiveObject(candidate.address.identity.access))?.entry;
  if (!entry) return;
  const message = `is required with a store, because the credentials of '${entry.name}' are a function or a client, which can't be compared: set one name for all processes that use the same credentials`;
  issues.push(invalid('cache.namespace', message));
}
