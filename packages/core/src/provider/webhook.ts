/// <reference lib="esnext.disposable" preserve="true" />
import type { LoadContext } from './provider.ts';

/** Verifies what a source pushes, and says which entries it is about. */
export interface WebhookAdapter<Config = unknown> {
  /** The names an entry's `webhooks: [...]` may use. */
  readonly events: readonly string[];
  /**
   * Verifies before reading. Several secrets: rotation.
   * @throws `AUTH_FAILED` if forged, `CONTENT_INVALID` if unreadable.
   */
  receive(
    delivery: { readonly headers: Headers; readonly body: Uint8Array },
    options: { readonly secrets: readonly string[] },
  ): Promise<WebhookNotice>;
  /** Indexes of the configs the notice is about. Pure, no I/O. */
  touches(notice: WebhookNotice, configs: readonly Config[]): readonly number[];
  /** For sources that must be asked to push: opens, renews, closes. */
  subscribe?(
    configs: readonly Config[],
    target: { readonly url: string },
    context: LoadContext,
  ): Promise<AsyncDisposable>;
}

/** A verified delivery. */
export interface WebhookNotice {
  /** From signed bytes, or a hash of them. */
  readonly id: string;
  readonly event: string;
  /** Epoch ms; only where signed. */
  readonly timestamp?: number;
  /** `'ask'`: let `changedSince` decide. */
  readonly scope?: 'named' | 'ask';
  /** A verification token that the source shows once. */
  readonly handshake?: { readonly secret?: string };
  readonly payload: unknown;
}
