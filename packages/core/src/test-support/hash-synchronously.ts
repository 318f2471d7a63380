import { createHash, createHmac, KeyObject, pbkdf2Sync, type webcrypto } from 'node:crypto';

/**
 * Makes Web Crypto compute SHA-256, HMAC and PBKDF2 on the calling thread until the result is disposed. Its own threads finish whenever
 * the machine lets them, and a fake clock does not wait for that.
 */
export function hashSynchronously(): Disposable {
  const { subtle } = crypto;
  const { digest, sign, deriveBits } = subtle;
  subtle.digest = async (_, data) => toArrayBuffer(createHash('sha256').update(data as Uint8Array));
  subtle.sign = async (_, key, data) => {
    const hmac = createHmac('sha256', KeyObject.from(key as webcrypto.CryptoKey));
    return toArrayBuffer(hmac.update(data as Uint8Array));
  };
  subtle.deriveBits = async (algorithm, key, bits) => {
    const { salt, iterations } = algorithm as Pbkdf2Params;
    const material = KeyObject.from(key as webcrypto.CryptoKey).export();
    const derived = pbkdf2Sync(material, salt as Uint8Array, iterations, (bits as number) / 8, 'sha256');
    return new Uint8Array(derived).buffer;
  };
  return { [Symbol.dispose]: () => void Object.assign(subtle, { digest, sign, deriveBits }) };
}

function toArrayBuffer(hash: { digest(): Buffer }): ArrayBuffer {
  return new Uint8Array(hash.digest()).buffer;
}
