/** The usual names of query parameters that grant access: API keys, signatures of signed URLs. */
const credentialName =
  /^(key|code|sig|jwt|pwd|auth)$|api[-_]?key|access[-_]?key|token|secret|passw|signature|credential/i;

/** Separates the query parameters of a URL that are credentials. @returns The URL without them, and their names and values. */
export function splitQuery(url: URL): { readonly href: string; readonly credentials: readonly (readonly string[])[] } {
  const credentials = [...url.searchParams].filter(([name]) => credentialName.test(name));
  // Deleting a parameter also changes how the others are encoded.
  if (credentials.length === 0) return { href: url.href, credentials };
  const rest = new URL(url);
  for (const [name] of credentials) rest.searchParams.delete(name);
  return { href: rest.href, credentials };
}
