import { minSecretLength } from './find-secrets.ts';

/** Returns the forms in which a message may contain a secret, the secret itself included. */
export function encodingsOf(secret: string): Set<string> {
  const text = secret.toWellFormed();
  const url = encodeURIComponent(text);
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const lowerCaseHex = [url, form].map((encoded) => encoded.replace(/%../g, (hex) => hex.toLowerCase()));
  return new Set([secret, JSON.stringify(secret).slice(1, -1), url, form, ...lowerCaseHex, ...inBase64(text)]);
}

/**
 * Returns what a text looks like inside base64, whatever is encoded before and after it (as in `user:password`). It depends on
 * the position of its first byte within a group of three.
 */
function inBase64(text: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  const whole = btoa(bytes);
  const parts = [0, 1, 2].map((before) => {
    const bits = 8 * (before + bytes.length);
    return btoa('\0'.repeat(before) + bytes).slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
  });
  return [whole, whole.replace(/=+$/, ''), ...parts]
    .filter(({ length }) => length >= minSecretLength)
    .flatMap((encoded) => [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_')]);
}
