import { createHmac } from 'node:crypto';

/**
 * Creates the token of a channel from the webhook's secret. Every process that knows the secret can verify it. Google sends it back
 * with each delivery, which is not signed otherwise.
 */
export function createChannelToken(channelId: string, secret: string): string {
  return createHmac('sha256', secret).update(channelId).digest('hex');
}
