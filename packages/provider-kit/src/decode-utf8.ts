/**
 * The text that stands for exactly these bytes, byte order mark included.
 * @returns undefined for what is no UTF-8: guessing at it would make another text of it.
 */
export function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
