import { isCredentialKey } from './credentials.ts';

/** What distinguishes one source from another. */
export interface SourceIdentity {
  /** What is read: plain data. */
  readonly source: unknown;
  /** Where and with which credentials it is read. May contain functions and other live objects. */
  readonly access?: unknown;
}

/** Keys that say where a config's credentials are used. */
const placeKeys: ReadonlySet<string> = new Set(['connection', 'baseUrl', 'rootUrl']);

/** What a config without credentials is read with. */
const none: object = {};

/** Splits a config whose provider has no `identity`: credentials, and where they are used, are the access. */
export function splitConfig(config: unknown): SourceIdentity {
  const entries = Object.entries(Object(config) as Record<string, unknown>);
  if (entries.length === 0) return { source: config, access: none };
  const isAccess = ([key]: [string, unknown]) => placeKeys.has(key) || isCredentialKey(key);
  if (!entries.some(isAccess)) return { source: config, access: none };
  return {
    source: Object.fromEntries(entries.filter((entry) => !isAccess(entry))),
    access: Object.fromEntries(entries.filter(isAccess)),
  };
}
