import { setTimeout as sleep } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import type { ReadCounter } from '../counting/read-counter.ts';
import type { UsageLogger } from '../logger.ts';
import { withTimeLimit } from '../store/with-time-limit.ts';
import type { Housekeeping } from './housekeeping.ts';
import { Queue } from './queue.ts';
import type { UsageWriter } from './usage-writer.ts';

/** How long the last flush may take. `close` takes a little longer. */
const lastFlushTimeoutMs = 9000;
const retryWaitMs = 250;

export interface FlusherParts {
  readonly reads: ReadCounter;
  readonly writer: UsageWriter;
  readonly housekeeping: Housekeeping;
  readonly logger: UsageLogger;
}

/** Writes what was counted to the store, one flush after the other, and reports when that begins to fail. */
export class Flusher {
  readonly #parts: FlusherParts;
  readonly #queue = new Queue();
  #isFailing = false;
  #hasReportedMerge = false;

  constructor(parts: FlusherParts) {
    this.#parts = parts;
  }

  /** It takes as long as the store makes progress. @throws the error of the store. */
  flush(): Promise<void> {
    return withTimeLimit('a flush', (signal, restart) => this.flushThen(signal, async () => {}, restart));
  }

  /**
   * Flushes, and then runs `work` before the next flush.
   * @param onProgress Called when a part of the counts is written.
   * @throws the error of the store.
   */
  flushThen<Result>(
    signal: AbortSignal,
    work: () => Promise<Result>,
    onProgress: () => void = () => {},
  ): Promise<Result> {
    return this.#queue.run(async () => {
      signal.throwIfAborted();
      this.#parts.reads.collect();
      await this.#parts.writer.writeAll(signal, onProgress);
      this.#reportSuccess();
      return work();
    });
  }

  /** @returns Whether it succeeded. If not, a warning says why, once per outage. */
  async flushQuietly(): Promise<boolean> {
    try {
      await this.flush();
    } catch (error) {
      if (!this.#isFailing) {
        const advice = 'Counts are kept in memory until they can be written';
        this.#parts.logger.warn(`the counts can't be written: ${messageOf(error)}. ${advice}`);
      }
      this.#isFailing = true;
      return false;
    }
    await this.#keepHouse();
    return true;
  }

  async #keepHouse(): Promise<void> {
    const { housekeeping, writer, logger } = this.#parts;
    if (!writer.hasWritten || !housekeeping.isDue) return;
    try {
      await withTimeLimit('the removal of old counts', (signal) => housekeeping.run(signal));
    } catch (error) {
      logger.warn(`old counts can't be removed, which is tried again in an hour: ${messageOf(error)}`);
    }
  }

  /** Flushes before the store is closed. It tries for some time, and never rejects. */
  async flushForTheLastTime(): Promise<void> {
    let error: unknown;
    const tryUntilWritten = async (signal: AbortSignal) => {
      while (!signal.aborted) {
        try {
          return await this.flushThen(signal, async () => {});
        } catch (thrown) {
          if (!signal.aborted) error = thrown;
          if (PromptError.isInstance(thrown) && !thrown.retryable) throw thrown;
          await sleep(retryWaitMs);
        }
      }
    };
    try {
      await withTimeLimit('the last flush', tryUntilWritten, lastFlushTimeoutMs);
    } catch (thrown) {
      const reads = this.#parts.writer.unwritten.reduce((sum, entry) => sum + entry.reads, 0);
      this.#parts.logger.warn(
        `the counts of ${reads} reads were not written before close(): ${messageOf(error ?? thrown)}`,
      );
    }
  }

  /** Reports that memory holds less detail than was counted, once per outage. */
  reportMerge(): void {
    if (!this.#hasReportedMerge) {
      this.#parts.logger.warn('too many counts wait to be written: the oldest are merged, and lose detail');
    }
    this.#hasReportedMerge = true;
  }

  #reportSuccess(): void {
    if (this.#isFailing) this.#parts.logger.info('the counts are written again');
    this.#isFailing = false;
    this.#hasReportedMerge = false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
