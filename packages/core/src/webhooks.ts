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

/** How a delivery is verified, and whether it is acted on. */
export interface ReceiveOptions {
  /** The secrets that deliveries may be signed with; several during a rotation. */
  readonly secrets: readonly string[];
  /**
   * Decides about a delivery that is verified, such as one that was received before. If it is not accepted, nothing counts as
   * changed, and `names` is empty. Default: all are accepted.
   */
  accept?(delivery: Omit<ReceivedDelivery, 'names'>): boolean | Promise<boolean>;
}
