import type { CacheOptions } from './options.ts';

/** {@link CacheOptions} with every value decided, in milliseconds. */
export interface CacheLimits {
  readonly ttl: number;
  /** Whether the entry itself set `ttl`; if not, the source's `maxAge` counts. */
  readonly ttlOfEntry: boolean;
  readonly staleWhileRevalidate: number;
  readonly staleIfError: number;
  readonly timeout: number;
  readonly maxBytes: number;
}

/** The entry's own options win over those of all entries, those over the defaults. */
export function cacheLimits(ofAll: CacheOptions = {}, ofEntry: CacheOptions = {}): CacheLimits {
  const decided = (key: keyof CacheOptions, byDefault: number) => ofEntry[key] ?? ofAll[key] ?? byDefault;
  return {
    ttl: decided('ttl', 300) * 1000,
    ttlOfEntry: ofEntry.ttl !== undefined,
    staleWhileRevalidate: decided('staleWhileRevalidate', Infinity) * 1000,
    staleIfError: decided('staleIfError', Infinity) * 1000,
    timeout: decided('timeout', 10) * 1000,
    maxBytes: decided('maxBytes', 1_048_576),
  };
}
