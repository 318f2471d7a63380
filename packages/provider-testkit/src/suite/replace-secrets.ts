/**
 * Returns a copy of a config in which `replace` has replaced every string that contains a secret. Other values are shared.
 * @param replace Receives the string and the secret.
 */
export function replaceSecrets(
  config: unknown,
  secrets: readonly string[],
  replace: (text: string, secret: string) => unknown,
): unknown {
  if (typeof config === 'string') {
    const secret = findSecret(config, secrets);
    return secret === undefined ? config : replace(config, secret);
  }
  if (Array.isArray(config)) return config.map((item) => replaceSecrets(item, secrets, replace));
  if (typeof config !== 'object' || config === null || Object.getPrototypeOf(config) !== Object.prototype)
    return config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, replaceSecrets(value, secrets, replace)]),
  );
}

/** Returns the first secret that a config contains. */
export function secretIn(config: unknown, secrets: readonly string[]): string | undefined {
  let found: string | undefined;
  replaceSecrets(config, secrets, (text, secret) => {
    found ??= secret;
    return text;
  });
  return found;
}

function findSecret(text: string, secrets: readonly string[]): string | undefined {
  return secrets.find((secret) => secret !== '' && text.includes(secret));
}
