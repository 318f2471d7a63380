import type { Tally } from '../counting/tally.ts';
import type { Flusher } from '../flushing/flusher.ts';
import type { UsageWriter } from '../flushing/usage-writer.ts';
import type { Hasher } from '../hasher.ts';
import type { UsageLogger } from '../logger.ts';
import { parseForgotten } from '../parse-forgotten.ts';
import type { Forgotten } from '../usage.ts';
import { forgetValue } from './forget-value.ts';
import { rowId, toStoredText } from './stored-text.ts';
import { unitDimension } from './stored-value.ts';
import type { UsageDatabase } from './usage-database.ts';
import { withTimeLimit } from './with-time-limit.ts';

export interface ForgetParts {
  readonly database: UsageDatabase;
  readonly hasher: Hasher;
  readonly flusher: Flusher;
  readonly writer: UsageWriter;
  readonly tally: Tally;
  readonly logger: UsageLogger;
  /** The names of dimensions. */
  readonly dimensions: readonly string[];
  /** Epoch ms. */
  now(): number;
}

/** Creates `usage.forget`. */
export function createForget({ database, hasher, flusher, writer, tally, logger, dimensions, now }: ForgetParts) {
  return async (given: unknown): Promise<Forgotten> => {
    const { dimension, value } = parseForgotten(given, dimensions);
    const isUnit = dimension === unitDimension;
    return withTimeLimit('forget()', (signal) =>
      // What this process has counted is in the store then.
      flusher.flushThen(signal, async () => {
        const hash = hasher.hasKey ? (await hasher.withKey(signal))(value) : toStoredText(value);
        const erased = { dimension: toStoredText(dimension), value: isUnit ? rowId(hash) : hash };
        const { forgotten, erasure } = await database.transaction(signal, (transaction) =>
          forgetValue(transaction, erased, isUnit ? hash : undefined, now()),
        );
        const index = dimensions.indexOf(dimension);
        const removed = tally.remove((entry) => !isUnit && entry.dimensions[index] === value);
        writer.addErasure(erasure);
        const result = { ...forgotten };
        for (const { reads, measures } of removed) {
          result.reads += reads;
          for (const { count } of measures.values()) result.measures += count;
        }
        const { reads, measures, exposures, values } = result;
        const what = isUnit
          ? `${exposures} exposures and ${values} values`
          : `${reads} reads and ${measures} measured values`;
        logger.info(`erased ${what} of one ${isUnit ? 'unit' : `value of the dimension '${dimension}'`}`);
        return result;
      }),
    );
  };
}
