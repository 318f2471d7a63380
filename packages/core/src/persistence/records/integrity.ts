import type { IntegrityKey } from '../../config/tier-options.ts';
import { sha256, toHex } from '../../identity/sha256.ts';
import { type Clock, systemClock } from '../../time/clock.ts';
import { withTimeout } from '../../time/with-timeout.ts';

const encoder = new TextEncoder();

/** In hex digits. */
export const tagLength = 64;

/** How long a key that a function returned is used: values that others write must not cause more calls. */
const keepKeyMs = 10_000;

/** Computes and compares the tags that authenticate values that others may have written. */
export interface Integrity {
  /** Undefined without an `integrityKey`. @throws an Error if its function returns no key. */
  getKey(): Promise<CryptoKey | undefined>;
  /** Computes the tag of a text in hex: an HMAC-SHA-256 with a key, otherwise a SHA-256. */
  computeTag(text: string): Promise<string>;
}

/** @param timeoutMs How long a function has to return the key. */
export function createIntegrity(integrityKey?: IntegrityKey, clock = systemClock, timeoutMs = 5000): Integrity {
  const imported = typeof integrityKey === 'string' ? importHmacKey(integrityKey) : undefined;
  const request =
    typeof integrityKey === 'function' ? shareKeyRequests(integrityKey, clock, timeoutMs) : async () => imported;
  return {
    getKey: request,
    async computeTag(text) {
      const key = await request();
      return key ? toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text))) : sha256(text);
    },
  };
}

/** Compares in constant time. */
export function isEqualTag(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}

/** Calls a function for the key: once for everything that needs it within a few seconds, and within a time limit. */
function shareKeyRequests(getKey: () => unknown, clock: Clock, timeoutMs: number): () => Promise<CryptoKey> {
  let latest: Promise<CryptoKey> | undefined;
  let keepUntil = Infinity;
  async function request() {
    try {
      const key = await withTimeout(clock, timeoutMs, undefined, (waitFor) => waitFor((async () => getKey())()));
      if (typeof key === 'string' && key !== '') {
        keepUntil = clock.now() + keepKeyMs;
        return await importHmacKey(key);
      }
    } catch {
      // The error may contain a secret.
    }
    latest = undefined;
    throw new Error('the integrityKey function failed, or returned no key in time');
  }
  return () => {
    if (!latest || clock.now() >= keepUntil) {
      keepUntil = Infinity;
      latest = request();
    }
    return latest;
  };
}

function importHmacKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}
