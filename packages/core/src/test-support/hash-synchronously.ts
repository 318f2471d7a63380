import { createHash, createHmac, KeyObject, pbkdf2Sync, type webcrypto } from 'node:crypto';

const names = ['digest', 'sign', 'deriveBits'] as const;

/** Several users may overlap, and end in any order. */
let users = 0;

/**
 * Makes Web Crypto compute SHA-256, HMAC and PBKDF2 on the calling thread until the result is disposed. Its own threads finish
 * whenever the machine lets them, and a fake clock does not wait for that.
 */
export function hashSynchronously(): Disposable {
  if (users === 0) install();
  users += 1;
  return {
    [Symbol.dispose]() {
      users -= 1;
      // What lies below is the prototype's.
      if (users === 0) for (const name of names) Reflect.deleteProperty(crypto.subtle, name);
    },
  };
}

function install(): void {
  const { subtle } = crypto;
  const { sign } = subtle;
  subtle.digest = async (_, data) => toArrayBuffer(createHash('sha256').update(data as Uint8Array));
  subtle.sign = async (algorithm, key, data) => {
    if (key.algorithm.name !== 'HMAC') return sign.call(subtle, algorithm, key, data);
    const hmac = createHmac('sha256', KeyObject.from(key as webcrypto.CryptoKey));
    return toArrayBuffer(hmac.update(data as Uint8Array));
  };
  subtle.deriveBits = async (algorithm, key, bits) => {
    const { salt, iterations } = algorithm as Pbkdf2Params;
    const material = KeyObject.from(key as webcrypto.CryptoKey).export();
    const derived = pbkdf2Sync(material, salt as Uint8Array, iterations, (bits as number) / 8, 'sha256');
    return new Uint8Array(derived).buffer;
  };
}

function toArrayBuffer(hash: { digest(): Buffer }): ArrayBuffer {
  return new Uint8Array(hash.digest()).buffer;
}
