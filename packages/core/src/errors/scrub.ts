import { encodingsOf } from './encodings.ts';
import { findSecrets, minSecretLength, type SecretHolder } from './find-secrets.ts';

/** In UTF-16 code units. A longer message is truncated. */
const maxLength = 10_000;

/** Returns `text` without the secrets of configs and accesses, however they are encoded, and without credentials in URLs. */
export function scrub(text: string, holders: SecretHolder | readonly SecretHolder[]): string {
  // A secret that begins within the limit is complete in this text.
  const withoutUrlCredentials = text.slice(0, 2 * maxLength).replace(/\/\/[^\s/]{1,1000}@/g, '//[secret]@');
  const scrubbed = replaceSecrets(withoutUrlCredentials, findSecrets([holders].flat()));
  return scrubbed.length > maxLength || text.length > 2 * maxLength ? `${scrubbed.slice(0, maxLength)}…` : scrubbed;
}

/** Takes time proportional to the sum of the lengths of the text and of the secrets, not to their product. */
function replaceSecrets(text: string, secrets: ReadonlySet<string>): string {
  const encodings = new Set<string>();
  for (const secret of secrets) for (const encoding of encodingsOf(secret)) encodings.add(encoding);
  /** The lengths of the encodings that begin with the same characters, the longest first. */
  const lengthsByStart = new Map<string, Set<number>>();
  for (const { length, start } of Array.from(encodings, toStart).sort((one, other) => other.length - one.length)) {
    lengthsByStart.set(start, (lengthsByStart.get(start) ?? new Set()).add(length));
  }
  let result = '';
  let end = 0;
  for (let index = 0; index < text.length; index += 1) {
    for (const length of lengthsByStart.get(text.slice(index, index + minSecretLength)) ?? []) {
      if (!encodings.has(text.slice(index, index + length))) continue;
      result += `${text.slice(end, index)}[secret]`;
      end = index + length;
      index = end - 1;
      break;
    }
  }
  return result + text.slice(end);
}

function toStart(encoding: string): { length: number; start: string } {
  return { length: encoding.length, start: encoding.slice(0, minSecretLength) };
}
