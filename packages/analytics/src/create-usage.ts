import { type Clock, type HookApp, PromptError, systemClock } from '@prompts/core';
import { parseInput } from '@prompts/provider-kit';
import { DimensionValues } from './counting/dimension-values.ts';
import { MeasureRecorder } from './counting/measure-recorder.ts';
import { ReadCounter, type TakenReads } from './counting/read-counter.ts';
import { ServedPrompts } from './counting/served-prompts.ts';
import { Tally } from './counting/tally.ts';
import { createExperimentStore } from './experiments/create-experiment-store.ts';
import { FlushTimer } from './flushing/flush-timer.ts';
import { Flusher } from './flushing/flusher.ts';
import { Housekeeping } from './flushing/housekeeping.ts';
import { UsageWriter } from './flushing/usage-writer.ts';
import { createHasher } from './hasher.ts';
import { toLogger } from './logger.ts';
import { countReads } from './open-telemetry/count-reads.ts';
import { emitChange } from './open-telemetry/emit-change.ts';
import { withExposureCounter } from './open-telemetry/with-exposure-counter.ts';
import type { AnalyticsOptions } from './options.ts';
import { optionsSchema } from './parse-options.ts';
import { createForget } from './store/create-forget.ts';
import { createQuery } from './store/create-query.ts';
import { createUsageDatabase } from './store/usage-database.ts';
import type { Usage } from './usage.ts';

/** How many rows of counts memory holds while the store is down. */
const maxRows = 100_000;

const dimensionLimits = { maxValues: 10_000, maxLength: 4_000_000 };

/** What tests and other parts of this package add. */
export interface UsageParts {
  /** For waits. Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Epoch ms. Default: the system's time. */
  now?(): number;
  /** Receives all reads, per Prompt object, before they are flushed. It is not called for each read. */
  onReads?(taken: readonly TakenReads[]): void;
}

/** Creates the hook from its parts. */
export function createUsage<Dimension extends string>(
  given: AnalyticsOptions<Dimension>,
  { clock = systemClock, now = () => Date.now(), onReads = () => {} }: UsageParts = {},
): Usage<Dimension> {
  const options = parseInput(optionsSchema, given, { what: 'the options of analytics()' });
  const { flush: flushSeconds, dimensions: names, openTelemetry } = options;
  const logger = toLogger(options.logger);
  const database = createUsageDatabase(options.store);
  const hasher = createHasher(options.hashKey);

  const tally = new Tally({ maxRows, onMerge: () => flusher.reportMerge() });
  const dimensions = names.map((name) => new DimensionValues(name, dimensionLimits, logger.warn));
  const parts = {
    ...{ tally, served: new ServedPrompts(), dimensions, now },
    onReads(taken: readonly TakenReads[]) {
      if (openTelemetry) countReads(taken);
      onReads(taken);
    },
  };
  const reads = new ReadCounter(parts);
  const measures = new MeasureRecorder(reads, parts);

  const keepDays = options.keep === undefined ? undefined : Number.parseInt(options.keep, 10);
  const housekeeping = new Housekeeping({ database, keepDays, clock, now });
  const writer = new UsageWriter({ tally, database, hasher, dimensions: names, now });
  const flusher = new Flusher({ reads, writer, housekeeping, logger });
  const timer = new FlushTimer({ clock, intervalMs: flushSeconds * 1000, now, flush: () => flusher.flushQuietly() });
  timer.start();

  /** The number of apps that use the hook. It is closed with the last one. */
  let apps = 0;
  let closing: Promise<void> | undefined;

  function throwIfClosed(): void {
    if (closing) throw new PromptError('CLOSED', 'close() was called: create the hook again with analytics()');
  }

  async function shutDown(): Promise<void> {
    timer.stop();
    reads.removeApps();
    await flusher.flushForTheLastTime();
    // An app may have started meanwhile.
    if (apps === 0) await database.close();
  }

  const forget = createForget({ database, hasher, flusher, writer, tally, logger, dimensions: names, now });
  const query = createQuery({ database, hasher, flusher, housekeeping, dimensions: names });
  const usage: Usage<string> = {
    name: 'analytics',
    started(app: HookApp) {
      if (closing) {
        closing = undefined;
        database.reopen();
        timer.start();
      }
      apps += 1;
      reads.addApp(app);
    },
    changed(change) {
      parts.served.addChange(change.prompt);
      if (openTelemetry) emitChange(change);
    },
    ...(names.length > 0 && { served: (prompt, request) => reads.countServed(prompt, request) }),
    record(prompt, values, given) {
      throwIfClosed();
      measures.record(prompt, values, given);
    },
    async query(given = {}) {
      throwIfClosed();
      return query(given) as never;
    },
    flush: () => flusher.flush(),
    close() {
      apps -= 1;
      if (apps > 0) return flusher.flushQuietly().then(() => {});
      apps = 0;
      closing ??= shutDown();
      return closing;
    },
    async hash(value) {
      return (await hasher.withKey())(String(value));
    },
    async forget(what) {
      throwIfClosed();
      return forget(what);
    },
    experimentStore: () => {
      const store = createExperimentStore({ database, hasher, now });
      return openTelemetry ? withExposureCounter(store) : store;
    },
  };
  return usage as Usage<Dimension>;
}
