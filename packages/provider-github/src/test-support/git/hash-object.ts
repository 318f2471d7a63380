import { hash } from 'node:crypto';

/** The type of a git object. */
export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** Computes the id of a git object: the SHA-1 of its type, length and bytes. */
export function hashObject(type: ObjectType, bytes: Uint8Array): string {
  return hash('sha1', Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]));
}
