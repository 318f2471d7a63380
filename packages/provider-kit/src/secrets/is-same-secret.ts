import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets, or signatures, in a time that says nothing about them. Their lengths may differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
