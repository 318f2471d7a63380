const encoder = new TextEncoder();
const toHexByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Computes the SHA-256 of a text in UTF-8, in hex. Uses Web Crypto, which every runtime has. */
export async function sha256(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** Formats bytes as lower-case hex. */
export function toHex(bytes: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += toHexByte[byte];
  return text;
}
