import { createHash } from 'node:crypto';

/** The id that git gives to a file's bytes: SHA-1 over a header and the bytes, in hex. */
export function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
