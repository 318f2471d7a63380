/// <reference lib="esnext.disposable" preserve="true" />
import type { LoadContext } from './load-context.ts';

/** Verifies webhook deliveries of a source, and finds the entries that they concern. */
export interface WebhookAdapter<Config = unknown> {
  /** The names that an entry's `webhooks: [...]` may use. */
  readonly events: readonly string[];
  /**
   * Verifies a delivery, then parses it. Pass several secrets while you rotate them.
   * @throws `AUTH_FAILED` if it is forged, `CONTENT_INVALID` if it can't be read.
   */
  receive(
    delivery: { readonly headers: Headers; readonly body: Uint8Array },
    options: { readonly secrets: readonly string[] },
  ): Promise<WebhookNotice>;
  /** Returns the indexes of the configs that the notice concerns. Makes no calls. */
  touches(notice: WebhookNotice, configs: readonly Config[]): readonly number[];
  /** For sources that push only on request: opens a subscription, renews it, and closes it when disposed. */
  subscribe?(
    configs: readonly Config[],
    target: { readonly url: string; readonly secret?: string },
    context: LoadContext,
  ): Promise<AsyncDisposable>;
}

/** A verified delivery. */
export interface WebhookNotice {
  /** Taken from signed bytes, or a hash of them. */
  readonly id: string;
  readonly event: string;
  /** Epoch ms; only if it was signed. */
  readonly timestamp?: number | undefined;
  /** `'named'`: the payload names what changed. `'ask'`: `changedSince` must find it. */
  readonly scope?: 'named' | 'ask' | undefined;
  /** A verification token that the source shows once. */
  readonly handshake?: { readonly secret?: string | undefined } | undefined;
  readonly payload: unknown;
}
