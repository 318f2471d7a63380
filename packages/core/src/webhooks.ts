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
   * Decides about a delivery that is verified: whether to act on it, or which names to act on now. If it is not accepted, such as
   * one that was received before, nothing counts as changed. Names that are left out count as changed from their next `refresh`.
   * Default: all are accepted.
   */
  accept?(delivery: ReceivedDelivery): AcceptedNames | Promise<AcceptedNames>;
}

/** All names or none, or some. */
type AcceptedNames = boolean | readonly string[];
