import { isCredentialKey, isPlaceKey } from '../identity/credentials.ts';
import { isPlainObject } from '../identity/plain.ts';
import { recordedValues } from '../identity/recorded-secrets.ts';
import type { SourceIdentity } from '../identity/source-identity.ts';

/** Something that may contain secrets: the address of a source, or a config that has no address yet. */
export interface SecretHolder {
  readonly config?: unknown;
  readonly identity?: SourceIdentity;
}

/** Shorter strings are not secrets, and removing them would make messages unreadable. In UTF-16 code units. */
export const minSecretLength = 4;

/** The maximum number of objects to search: a config may contain the client of an SDK. */
const maxObjects = 10_000;

/** How a string is treated, by the place where it was found: `config`, not a secret; `access`, a secret unless it is a URL; `credential`, a secret. */
type Kind = 'config' | 'access' | 'credential';

/**
 * Finds the secrets in configs and accesses: every string under a key for credentials, every string of an access that is not a
 * URL, the values that functions for credentials returned, and the credentials in URLs.
 */
export function findSecrets(holders: readonly SecretHolder[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen: Record<Kind, Set<unknown>> = { config: new Set(), access: new Set(), credential: new Set() };
  for (const { config, identity } of holders) {
    search(identity?.access, 'access');
    search(config, 'config');
  }
  return found;

  function search(value: unknown, kind: Kind): void {
    if (typeof value === 'string') addString(value, kind);
    else if (value instanceof URL) addString(value.href, kind);
    else if (value !== null && /object|function/.test(typeof value)) searchObject(value as object, kind);
  }

  function searchObject(value: object, kind: Kind): void {
    if (seen[kind].has(value) || seen[kind].size >= maxObjects) return;
    seen[kind].add(value);
    const recorded = recordedValues(value);
    for (const inner of recorded ?? []) search(inner, kind === 'config' ? 'access' : kind);
    if (!recorded) for (const [key, inner] of entriesOf(value, kind)) search(inner, kindBelow(key, inner, kind));
  }

  function addString(text: string, kind: Kind): void {
    const credentials = credentialsInUrl(text);
    for (const secret of credentials ?? []) add(secret);
    if (kind === 'credential' || (kind === 'access' && !credentials)) add(text);
  }

  function add(secret: string): void {
    if (secret.length >= minSecretLength) found.add(secret);
  }
}

/** Only the plain data of an access is searched: the strings inside an SDK's client are not credentials. */
function entriesOf(value: object, kind: Kind): Iterable<[string, unknown]> {
  if (value instanceof Headers || value instanceof Map) return value.entries();
  const isData = kind !== 'access' || Array.isArray(value) || isPlainObject(value);
  return isData && !ArrayBuffer.isView(value) ? Object.entries(value) : [];
}

function kindBelow(key: string, value: unknown, kind: Kind): Kind {
  if (kind === 'credential' || isCredentialKey(key)) return 'credential';
  return typeof value === 'string' && isPlaceKey(key) ? 'config' : kind;
}

/** Returns the password (or the user, if there is none) and the credentials in the query; undefined for a text that is not a URL. */
function credentialsInUrl(text: string): string[] | undefined {
  if (!/^([a-z][a-z\d+.-]{0,30}:\/\/|(sqlite|file):)/i.test(text)) return undefined;
  // Up to the last @: the password may contain one that should have been encoded.
  const [, user = '', password] = /^[^:]+:\/\/([^:/]*)(?::([\s\S]*))?@/.exec(text) ?? [];
  const query = text.slice(`${text}?`.indexOf('?')).matchAll(/[?&]([^=&#]{1,100})=([^&#]{1,10000})/g);
  const inQuery = Array.from(query, ([, key = '', value = '']) => (isCredentialKey(key) ? value : ''));
  return [password ?? user, ...inQuery].flatMap((secret) => [secret, decode(secret)]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
