import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Creates the token of a channel from the webhook's secret. Every process that knows the secret can verify it. Google sends it back
 * with each delivery, which is not signed otherwise.
 */
export function createChannelToken(channelId: string, secret: string): string {
  return createHmac('sha256', secret).update(channelId).digest('hex');
}

/** Compares two tokens in a time that says nothing about them. */
export function isSameToken(one: string, other: string): boolean {
  const [left, right] = [one, other].map((token) => createHmac('sha256', 'compare').update(token).digest()) as [
    Buffer,
    Buffer,
  ];
  return timingSafeEqual(left, right);
}
