const secretKey = /^(auth|headers)$|token|secret|password|(private|api)_?key|authorization|cookie/i;

/** Shorter strings are no secrets, and blanking them would make messages unreadable. */
const shortestSecret = 4;

/** Every string of a config that stands under a key for credentials. */
function secretsOf(value: unknown, isSecret = false, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return isSecret && value.length >= shortestSecret ? [value] : [];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, inner]) => secretsOf(inner, isSecret || secretKey.test(key), seen));
}

/** @returns `text` without the config's secrets and without credentials inside URLs. */
export function scrub(text: string, config: unknown): string {
  const withoutUrls = text.replace(/\/\/[^\s/]{1,1000}@/g, '//[secret]@');
  return secretsOf(config)
    .sort((one, other) => other.length - one.length)
    .reduce((result, secret) => result.replaceAll(secret, '[secret]'), withoutUrls);
}
