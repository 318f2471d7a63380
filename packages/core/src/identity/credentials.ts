const credentialKey =
  /^(auth|bearer|headers|pat|pwd|sid|jwt)$|token|secret|passw|passphrase|credential|(api|private|access|signing)[-_]?key|authorization|cookie/i;

/** Whether values below this key of a config are credentials, by the names that are usual for them. */
export function isCredentialKey(key: string): boolean {
  return credentialKey.test(key);
}

/** Whether the text below this key of an access says where something is: error messages may show it. */
export function isPlaceKey(key: string): boolean {
  return /^(client|host(name)?|user|server|database|file(name)?|socketpath)$/i.test(key);
}
