import { createHash, createHmac, KeyObject, type webcrypto } from 'node:crypto';

/**
 * Makes Web Crypto compute SHA-256 and HMAC on the calling thread until the result is disposed. Its own threads finish whenever
 * the machine lets them, and a fake clock does not wait for that.
 */
export function hashSynchronously(): Disposable {
  const { subtle } = crypto;
  const { digest, sign } = subtle;
  subtle.digest = async (_, data) => toArrayBuffer(createHash('sha256').update(data as Uint8Array));
  subtle.sign = async (_, key, data) => {
    const hmac = createHmac('sha256', KeyObject.from(key as webcrypto.CryptoKey));
    return toArrayBuffer(hmac.update(data as Uint8Array));
  };
  return { [Symbol.dispose]: () => void Object.assign(subtle, { digest, sign }) };
}

function toArrayBuffer(hash: { digest(): Buffer }): ArrayBuffer {
  return new Uint8Array(hash.digest()).buffer;
}
