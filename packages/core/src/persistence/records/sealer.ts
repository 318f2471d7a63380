import type { IntegrityKey } from '../../config/tier-options.ts';
import { sha256, toHex } from '../../identity/sha256.ts';
import { type Clock, systemClock } from '../../time/clock.ts';
import { withTimeout } from '../../time/with-timeout.ts';
import { checkRecord, type SourceRecord } from './record.ts';

/** The version of the format. Values of another version belong to another release and are ignored. */
const format = 1;

/** Writes records as texts in which no bit can change unnoticed. */
export interface Sealer {
  seal(record: SourceRecord): Promise<string>;
  /** @throws an Error that says what is wrong with the text: damaged, forged, of another release or another prompt. */
  open(sealed: unknown, key: string): Promise<SourceRecord>;
}

const encoder = new TextEncoder();

/** In hex digits. */
const tagLength = 64;

/** In UTF-16 units. A longer value is not hashed: that would keep the process busy for seconds. */
const maxSealedLength = 2 ** 24;

/**
 * Creates a sealer. A sealed text is a tag in hex, a space, and JSON. The tag is an HMAC-SHA-256 if there is a key, otherwise
 * a SHA-256, of the JSON, which contains the record's own key.
 * @param keyTimeoutMs How long a function has to return the key.
 */
export function createSealer(integrityKey?: IntegrityKey, clock = systemClock, keyTimeoutMs = 5000): Sealer {
  const importedKey = typeof integrityKey === 'string' ? importHmacKey(integrityKey) : undefined;
  const getKey =
    typeof integrityKey === 'function' ? shareKeyRequests(integrityKey, clock, keyTimeoutMs) : () => importedKey;

  async function computeTag(text: string): Promise<string> {
    const key = await getKey();
    return key ? toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text))) : sha256(text);
  }

  return {
    async seal(record) {
      const json = JSON.stringify({ format, ...record });
      return `${await computeTag(json)} ${json}`;
    },
    async open(sealed, key) {
      if (typeof sealed !== 'string') throw new Error('it is not a string');
      if (sealed.length > maxSealedLength) throw new Error('it exceeds the maximum size');
      const [tag, json] = [sealed.slice(0, tagLength + 1), sealed.slice(tagLength + 1)];
      if (!isEqual(tag, `${await computeTag(json)} `))
        throw new Error('it was changed or damaged, or sealed with another integrityKey');
      const { format: writtenFormat, ...record } = JSON.parse(json);
      if (writtenFormat !== format) throw new Error(`it has format ${writtenFormat}, which this release can't read`);
      checkRecord(record, key);
      return record;
    },
  };
}

/** Calls a function for the key: once for everything sealed or opened at the same time, and within a time limit. */
function shareKeyRequests(getKey: () => unknown, clock: Clock, timeoutMs: number): () => Promise<CryptoKey> {
  let inFlight: Promise<CryptoKey> | undefined;
  async function request() {
    try {
      const key = await withTimeout(clock, timeoutMs, undefined, (waitFor) => waitFor((async () => getKey())()));
      if (typeof key === 'string' && key !== '') return await importHmacKey(key);
    } catch {
      // What it threw may contain a secret.
    } finally {
      inFlight = undefined;
    }
    throw new Error('the integrityKey function returned no key');
  }
  return () => {
    inFlight ??= request();
    return inFlight;
  };
}

function importHmacKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** Compares in constant time. */
function isEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
