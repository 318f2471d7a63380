import type { WebhookNotice } from './provider/webhook.ts';

/** A delivery as an HTTP server received it: the body must be the exact bytes. */
export interface WebhookDelivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A verified delivery. */
export interface ReceivedDelivery extends Pick<WebhookNotice, 'id' | 'event' | 'timestamp' | 'handshake'> {
  /** The prompts, including members, and the collections that it concerns and whose `webhooks` include the event. */
  readonly names: readonly string[];
}
