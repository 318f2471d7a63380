/** A fault of an HTTP source. Faults that wait do so until the client disconnects or the server is closed. */
export type Fault =
  /** A response with this status. Default: without a body. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | undefined;
    }
  /** The usual response, after this delay. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** No response. */
  | { readonly kind: 'hang' }
  /** Headers and one byte, then nothing. */
  | { readonly kind: 'hang-body' }
  /** A body without end, one byte per interval (default: 20 ms). A timeout between bytes never fires. */
  | { readonly kind: 'drip'; readonly milliseconds?: number }
  /** A body shorter than its `Content-Length`, then the connection is closed. */
  | { readonly kind: 'cut-body' }
  /** A chunked body that ends within a chunk. */
  | { readonly kind: 'cut-chunked' }
  /** A TCP reset (RST) instead of a response. */
  | { readonly kind: 'reset' }
  /** A compressed body of about 100 KB that decodes to 100 MB. */
  | { readonly kind: 'gzip-bomb' }
  /** Two different `Content-Length` headers, an unrecoverable error (RFC 9112, section 6.3). */
  | { readonly kind: 'wrong-length' }
  /** A redirect to the same URL. */
  | { readonly kind: 'redirect-loop' }
  /** A redirect to `url`. */
  | { readonly kind: 'redirect-to'; readonly url: string }
  /** A response without a valid status line, or a truncated JSON body. */
  | { readonly kind: 'malformed'; readonly what: 'status-line' | 'json' }
  /** 200 with an HTML login form, as proxies and single sign-on send it. */
  | { readonly kind: 'login-page' }
  /** 200 with the content type `text/plain` and bytes that are not UTF-8. */
  | { readonly kind: 'binary' }
  /** 200 with an empty body. */
  | { readonly kind: 'empty' };

/** The requests that a fault applies to. Default: all, until `heal()` is called. */
export interface FaultScope {
  /** The number of requests. Default: no limit. */
  readonly times?: number | undefined;
  /** A prefix of the path. Default: `/`. */
  readonly path?: string | undefined;
}
