import type { PromptProvider } from '@prompts/core';
import type { Fault } from '../server/fault.ts';

/** A source that a test controls, and the provider that reads it. Without an optional member, the checks that need it are skipped. */
export interface SourceUnderTest<Config> {
  /** A new provider. The suite closes it. */
  readonly provider: PromptProvider<Config>;
  /**
   * Returns the config of the prompt stored as `id` (lower-case letters, digits and `-`), which may not exist. Makes no request.
   * As with all configs here, return what an app writes: the suite passes it through `provider.configSchema`.
   */
  config(id: string): unknown;
  /** Creates or replaces a prompt. Bytes are stored unchanged. */
  write(id: string, content: string | Uint8Array): Promise<void> | void;
  /** Deletes a prompt. */
  remove?(id: string): Promise<void> | void;
  /** Returns the config of a collection of all prompts written so far. */
  collection?(): unknown;
  /** Makes all further requests to the source fail: usually `fail` of a fault server. */
  fail?(fault: Fault): void;
  /** Returns how many requests have reached the source. */
  calls?(): number;
  /** Returns how many responses have contained a prompt's text. */
  downloads?(): number;
  /** Returns how many connections to the source are open. */
  connections?(): number;
  /** All secrets that the provider and the configs contain, wrong ones included. The suite ensures that they don't leak. */
  readonly secrets?: readonly string[] | undefined;
  /** Returns the config of `id` with credentials that the source rejects. */
  wrongCredentials?(id: string): unknown;
  readonly webhook?: WebhookUnderTest | undefined;
  /** Closes the source and its server. May be called twice. */
  close(): Promise<void> | void;
}

/** Creates webhook deliveries as the source sends them. */
export interface WebhookUnderTest {
  /** Returns a signed delivery that reports a change of these prompts. */
  deliver(ids: readonly string[]): Delivery | Promise<Delivery>;
  /** Returns the same delivery, signed with another secret. */
  forge(ids: readonly string[]): Delivery | Promise<Delivery>;
  /** The secret that `deliver` signs with. */
  readonly secret: string;
}

/** A webhook request. */
export interface Delivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}
