const credentialKey = /^(auth|headers)$|token|secret|password|(private|api)_?key|authorization|cookie/i;

/** Shorter strings are not secrets, and removing them would make messages unreadable. */
const minSecretLength = 4;

/** Returns `text` without the config's secrets and without credentials in URLs. */
export function scrub(text: string, config: unknown): string {
  const withoutUrlCredentials = text.replace(/\/\/[^\s/]{1,1000}@/g, '//[secret]@');
  return secretsIn(config)
    .sort((one, other) => other.length - one.length)
    .reduce((result, secret) => result.replaceAll(secret, '[secret]'), withoutUrlCredentials);
}

/** Every string of a config below a key for credentials. */
function secretsIn(value: unknown, isCredential = false, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return isCredential && value.length >= minSecretLength ? [value] : [];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    secretsIn(inner, isCredential || credentialKey.test(key), seen),
  );
}
