import { withPatience } from '../cache/patience.ts';
import { type Clock, systemClock } from '../clock.ts';
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
 * @param wait Milliseconds that a function has to give the key.
 */
export function createSealer(integrityKey?: IntegrityKey, clock = systemClock, wait = 5000): Sealer {
  const imported = typeof integrityKey === 'string' ? hmacKey(integrityKey) : undefined;
  const keyOf = typeof integrityKey === 'function' ? askedFor(integrityKey, clock, wait) : () => imported;

  async function mark(text: string): Promise<string> {
    const key = await keyOf();
    return key ? hexOf(await crypto.subtle.sign('HMAC', key, encoder.encode(text))) : sha256(text);
  }

  return {
    async seal(record) {
      const json = JSON.stringify({ format, ...record });
      return `${await mark(json)} ${json}`;
    },
    async open(sealed, key) {
      if (typeof sealed !== 'string') throw new Error('it is no text');
      if (sealed.length > largest) throw new Error('it is larger than any prompt');
      const [found, json] = [sealed.slice(0, markLength + 1), sealed.slice(markLength + 1)];
      if (!isSame(found, `${await mark(json)} `))
        throw new Error('it was altered or damaged, or sealed with another integrityKey');
      const { format: written, ...record } = JSON.parse(json);
      if (written !== format) throw new Error(`it is of format ${written}: another release wrote it`);
      checkRecord(record, key);
      return record;
    },
  };
}

const markLength = 64;

/** UTF-16 units. What is longer isn't hashed: that would keep the process busy for seconds. */
const largest = 2 ** 24;

/** Asks a function for the key: once for all that is sealed or opened together, and not for ever. */
function askedFor(give: () => unknown, clock: Clock, wait: number): () => Promise<CryptoKey> {
  let asking: Promise<CryptoKey> | undefined;
  async function ask() {
    try {
      const key = await withPatience(clock, wait, undefined, (patience) => patience((async () => give())()));
      if (typeof key === 'string' && key !== '') return await hmacKey(key);
    } catch {
      // What it threw may hold a secret.
    } finally {
      asking = undefined;
    }
    throw new Error('the function integrityKey gave no key');
  }
  return () => {
    asking ??= ask();
    return asking;
  };
}

function hmacKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** In the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
