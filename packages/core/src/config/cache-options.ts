/** How long texts are served. All durations are in seconds; `Infinity` is allowed. */
export interface CacheOptions {
  /**
   * How long a text is fresh: served without calling the source. Default 300. The source's `max-age` takes precedence,
   * unless the entry itself sets `ttl`.
   */
  readonly ttl?: number | undefined;
  /** How long after its TTL a text is served immediately while a new one is fetched (RFC 5861). Default `Infinity`. */
  readonly staleWhileRevalidate?: number | undefined;
  /** How long after its TTL a text is served while the source fails (RFC 5861). Default `Infinity`. */
  readonly staleIfError?: number | undefined;
  /** How long a reader waits for a text that is not loaded yet. Default 10. */
  readonly timeout?: number | undefined;
  /** The largest text accepted, in bytes of UTF-8. Default 1,048,576. */
  readonly maxBytes?: number | undefined;
  /** The largest number of members of a collection. Default 10,000. */
  readonly maxMembers?: number | undefined;
}
