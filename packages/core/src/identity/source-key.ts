import { canonicalJson } from './canonical.ts';
import { sha256 } from './sha256.ts';

/** What tells one source from another. Hashes: no secret is in them. */
export interface SourceIdentity {
  /** Covers provider, config and credentials. */
  readonly key: string;
  /** Covers provider and credentials only: sources of one group may share a call. */
  readonly group: string;
}

/** Where credentials stand in a config, by convention of all providers. */
const credentialKeys = ['auth', 'token', 'headers', 'connection', 'baseUrl', 'rootUrl'];

/** @param config The parsed config. Secrets given as functions count by their identity. */
export async function sourceIdentity(provider: string, config: unknown): Promise<SourceIdentity> {
  const given = Object(config) as Record<string, unknown>;
  const credentials = credentialKeys.map((key) => given[key]);
  return {
    key: await sha256(canonicalJson([provider, config])),
    group: await sha256(canonicalJson([provider, credentials])),
  };
}
