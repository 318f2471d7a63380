import { hexOf, sha256 } from '../identity/sha256.ts';
import { checkRecord, type SourceRecord } from './record.ts';

/** Of what {@link Sealer} writes. Another number is another release's, and read as a miss. */
const format = 1;

/** What values of a store and of the snapshot are authenticated with; a function is asked at every use. */
export type IntegrityKey = string | (() => string | Promise<string>);

/** Writes records as texts of which not a bit can change unseen. */
export interface Sealer {
  seal(record: SourceRecord): Promise<string>;
  /** @throws an Error that says what is wrong with the text: damaged, forged, of another release or another prompt. */
  open(sealed: unknown, key: string): Promise<SourceRecord>;
}

const encoder = new TextEncoder();

/**
 * A sealed text is a mark in hex, a space, and JSON. The mark is HMAC-SHA-256 with a key, else SHA-256, over the JSON, which
 * holds the record's own key.
 */
export function createSealer(integrityKey?: IntegrityKey): Sealer {
  // A text stays what it is: imported once.
  const imported = typeof integrityKey === 'string' ? hmacKey(integrityKey) : undefined;

  async function mark(text: string): Promise<string> {
    if (integrityKey === undefined) return sha256(text);
    const key = await (imported ?? hmacKey(integrityKey));
    return hexOf(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  }

  return {
    async seal(record) {
      const json = JSON.stringify({ format, ...record });
      return `${await mark(json)} ${json}`;
    },
    async open(sealed, key) {
      if (typeof sealed !== 'string') throw new Error('it is no text');
      const json = sealed.slice(markLength + 1);
      if (!isSame(sealed, `${await mark(json)} ${json}`)) throw new Error('it was altered or damaged');
      const { format: written, ...record } = JSON.parse(json);
      if (written !== format) throw new Error(`it is of format ${written}: another release wrote it`);
      checkRecord(record, key);
      return record;
    },
  };
}

const markLength = 64;

async function hmacKey(integrityKey: IntegrityKey): Promise<CryptoKey> {
  const secret = typeof integrityKey === 'function' ? await integrityKey() : integrityKey;
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** In the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
