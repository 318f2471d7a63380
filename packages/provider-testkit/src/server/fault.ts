/** What a source can do wrong. All waiting lasts until the client gives up or the server closes. */
export type Fault =
  /** An answer with this status and no text. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The usual answer, this much later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The request is taken, nothing ever comes back. */
  | { readonly kind: 'hang' }
  /** Headers and a first byte, then silence. */
  | { readonly kind: 'hang-body' }
  /** A byte now and then, without end: a time-out between bytes never fires. */
  | { readonly kind: 'drip'; readonly milliseconds?: number }
  /** Fewer bytes than `Content-Length` says, then the connection ends. */
  | { readonly kind: 'cut-body' }
  /** A chunked body that ends in the middle of a chunk. */
  | { readonly kind: 'cut-chunked' }
  /** The connection is reset (RST) before an answer. */
  | { readonly kind: 'reset' }
  /** About 100 KB that decode to 100 MB. */
  | { readonly kind: 'gzip-bomb' }
  /** Two `Content-Length` headers that contradict each other: unrecoverable by RFC 9112, section 6.3. */
  | { readonly kind: 'wrong-length' }
  /** Every answer redirects to itself. */
  | { readonly kind: 'redirect-loop' }
  | { readonly kind: 'redirect-to'; readonly url: string }
  /** Garbage in place of a status line, or a JSON body that breaks off. */
  | { readonly kind: 'malformed'; readonly what: 'status-line' | 'json' }
  /** 200 with an HTML page that asks to log in, as proxies and single sign-on answer. */
  | { readonly kind: 'login-page' }
  /** 200 with bytes that are no UTF-8, though it says text. */
  | { readonly kind: 'binary' }
  /** 200 without a single byte. */
  | { readonly kind: 'empty' };

/** What a fault applies to. Left out: to everything, until {@link FaultServer.heal}. */
export interface FaultScope {
  /** The next so many requests. */
  readonly times?: number;
  /** Requests whose path starts like this. */
  readonly path?: string;
}
