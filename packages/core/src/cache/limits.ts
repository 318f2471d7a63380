import type { CacheOptions } from '../config/options.ts';

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
  const seconds = (key: Exclude<keyof CacheOptions, 'maxBytes'>, byDefault: number) =>
    (ofEntry[key] ?? ofAll[key] ?? byDefault) * 1000;
  return {
    ttl: seconds('ttl', 300),
    ttlOfEntry: ofEntry.ttl !== undefined,
    staleWhileRevalidate: seconds('staleWhileRevalidate', Number.POSITIVE_INFINITY),
    staleIfError: seconds('staleIfError', Number.POSITIVE_INFINITY),
    timeout: seconds('timeout', 10),
    maxBytes: ofEntry.maxBytes ?? ofAll.maxBytes ?? 1_048_576,
  };
}
