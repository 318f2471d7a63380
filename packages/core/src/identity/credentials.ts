const credentialKey =
  /^(auth|bearer|headers|pat|pwd|sid|jwt)$|token|secret|passw|passphrase|credential|(api|private|access|signing)[-_]?key|authorization|cookie/i;

/** Whether values under this key of a config are credentials, judged by the usual names of credentials. */
export function isCredentialKey(key: string): boolean {
  return credentialKey.test(key);
}

/** Whether the text under this key of an access is a location, which error messages may show. */
export function isPlaceKey(key: string): boolean {
  return /^(client|host(name)?|user|server|database|file(name)?|socketpath)$/i.test(key);
}
