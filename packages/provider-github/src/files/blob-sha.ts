import { createHash } from 'node:crypto';

/** Computes the id that git gives to a file: the SHA-1 of a header and the bytes, in hex. */
export function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
