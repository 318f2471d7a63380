import { canonicalJson } from './canonical.ts';
import { sha256 } from './sha256.ts';

/** The keys that identify a source. Both are hashes and contain no secret. */
export interface SourceIdentity {
  /** Covers provider, config and credentials. */
  readonly key: string;
  /** Covers provider and credentials only: the sources of one group may share a call. */
  readonly group: string;
}

/** The keys for credentials in a config, by convention of all providers. */
const credentialKeys = ['auth', 'token', 'headers', 'connection', 'baseUrl', 'rootUrl'];

/** Computes the keys of a source. @param config The parsed config. Secrets given as functions count by their identity. */
export async function sourceIdentity(provider: string, config: unknown): Promise<SourceIdentity> {
  const given = Object(config) as Record<string, unknown>;
  const credentials = credentialKeys.map((key) => given[key]);
  return {
    key: await sha256(canonicalJson([provider, config])),
    group: await sha256(canonicalJson([provider, credentials])),
  };
}
