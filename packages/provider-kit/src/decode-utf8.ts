/**
 * Decodes UTF-8 without changing anything: a byte order mark and line endings are kept.
 * @returns The text; undefined if the bytes are not valid UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
