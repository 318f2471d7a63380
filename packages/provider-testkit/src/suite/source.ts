import type { PromptProvider } from '@prompts/core';
import type { Fault } from '../server/fault.ts';

/** A source that a test controls, with the provider that reads it. What is left out skips the checks that need it. */
export interface SourceUnderTest<Config> {
  /** A fresh provider. The suite closes it. */
  readonly provider: PromptProvider<Config>;
  /** The config that reads the prompt stored as `id` (lower-case letters, digits and `-`). Makes no call; the id may not exist. */
  config(id: string): Config;
  /** Stores a prompt, or changes it. Bytes are to be stored as they are. */
  write(id: string, content: string | Uint8Array): Promise<void> | void;
  /** Deletes a prompt. */
  remove?(id: string): Promise<void> | void;
  /** The config of a collection that holds everything written so far. */
  collection?(): Config;
  /** From now on the source fails like this: `fail` of a fault server. */
  fail?(fault: Fault): void;
  /** Requests that reached the source so far. */
  calls?(): number;
  /** Answers so far that carried a prompt's text. */
  downloads?(): number;
  /** Connections to the source that are open now. */
  connections?(): number;
  /** Every secret the provider or a config was given, also the wrong ones. They must appear nowhere. */
  readonly secrets?: readonly string[];
  /** Reads `id` with credentials the source doesn't know. */
  wrongCredentials?(id: string): Config;
  readonly webhook?: WebhookUnderTest;
  /** Ends the source and its server. */
  close(): Promise<void> | void;
}

/** Deliveries as the source would send them. */
export interface WebhookUnderTest {
  /** A signed delivery saying that these prompts changed. */
  deliver(ids: readonly string[]): Delivery | Promise<Delivery>;
  /** The same with a signature made from another secret. */
  forge(ids: readonly string[]): Delivery | Promise<Delivery>;
  /** What `deliver` signs with. */
  readonly secret: string;
}

/** What arrives at the receiving end. */
export interface Delivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}
