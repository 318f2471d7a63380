import type { CacheOptions } from './cache-options.ts';

/** {@link CacheOptions} with all defaults applied, in milliseconds. */
export interface CacheLimits {
  readonly ttlMs: number;
  /** Whether the entry itself set `ttl`; if not, the source's `maxAge` takes precedence. */
  readonly isTtlOfEntry: boolean;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maxMembers: number;
}

/** Merges the options of an entry over those of all entries, and those over the defaults. */
export function cacheLimits(ofAll: CacheOptions = {}, ofEntry: CacheOptions = {}): CacheLimits {
  const resolve = (key: keyof CacheOptions, byDefault: number) => ofEntry[key] ?? ofAll[key] ?? byDefault;
  return {
    ttlMs: resolve('ttl', 300) * 1000,
    isTtlOfEntry: ofEntry.ttl !== undefined,
    staleWhileRevalidateMs: resolve('staleWhileRevalidate', Infinity) * 1000,
    staleIfErrorMs: resolve('staleIfError', Infinity) * 1000,
    timeoutMs: resolve('timeout', 10) * 1000,
    maxBytes: resolve('maxBytes', 1_048_576),
    maxMembers: resolve('maxMembers', 10_000),
  };
}
