import { createHmac } from 'node:crypto';

/**
 * Derives the token of a channel from the webhook's secret. Every process that knows the secret can verify it. Google returns it with
 * each delivery; deliveries have no other signature.
 */
export function createChannelToken(channelId: string, secret: string): string {
  return createHmac('sha256', secret).update(channelId).digest('hex');
}
