import type { Flusher } from '../flushing/flusher.ts';
import type { Housekeeping } from '../flushing/housekeeping.ts';
import type { Hasher } from '../hasher.ts';
import { parseQuery } from '../parse-query.ts';
import { queryUsage } from './query-usage.ts';
import type { UsageDatabase } from './usage-database.ts';
import { withTimeLimit } from './with-time-limit.ts';

export interface QueryParts {
  readonly database: UsageDatabase;
  readonly hasher: Hasher;
  readonly flusher: Flusher;
  readonly housekeeping: Housekeeping;
  /** The names of dimensions. */
  readonly dimensions: readonly string[];
}

/** Creates `usage.query`. */
export function createQuery({ database, hasher, flusher, housekeeping, dimensions }: QueryParts) {
  return async (given: unknown): Promise<object[]> => {
    const { where, fromHour = -Infinity, ...query } = parseQuery(given, dimensions);
    return withTimeLimit('a query', async (signal) => {
      await flusher.flushThen(signal, async () => {});
      const hash = where.length > 0 ? await hasher.withKey(signal) : String;
      const stored = where.map(([dimension, value]) => ({ dimension, value: hash(String(value)) }));
      const firstHour = Math.max(fromHour, housekeeping.firstHour ?? -Infinity);
      const hours = firstHour === -Infinity ? undefined : firstHour;
      return database.transaction(signal, (transaction) =>
        queryUsage(transaction, { ...query, fromHour: hours, where: stored }),
      );
    });
  };
}
