import type { IncomingHttpHeaders } from 'node:http';
import type { PromptProvider } from '@prompts/core';

/** The request of a delivery, without its address. */
export interface Delivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A request to a source. */
export interface SourceRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A fake of a source that pushes, with two texts. */
export interface PushingSource extends AsyncDisposable {
  // biome-ignore lint/suspicious/noExplicitAny: each provider has its own config.
  readonly provider: PromptProvider<any>;
  readonly secret: string;
  /** The configs of the two texts. */
  readonly configs: Readonly<Record<'touched' | 'untouched', Readonly<Record<string, unknown>>>>;
  /** What only requests for a text contain in their paths. */
  readonly marks: Readonly<Record<'touched' | 'untouched', string>>;
  /** All requests so far. */
  requests(): readonly SourceRequest[];
  /** Changes the text `touched`. Sends no delivery. */
  edit(text: string): void;
  /** Creates another delivery that reports a change of `touched`. */
  announce(signedWith?: string): Delivery;
  /** Creates a delivery that reports a change elsewhere: in another repository, workspace or space. */
  announceElsewhere(): Delivery;
  /** Creates a signed delivery with any body. */
  sign(body: string): Delivery;
}
