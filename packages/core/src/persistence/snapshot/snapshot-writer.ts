import type { Logger } from '../../logger.ts';
import type { Clock } from '../../time/clock.ts';
import { mayReplace, type SourceRecord } from '../records/record.ts';
import type { Sealer } from '../records/sealer.ts';
import type { SnapshotFile } from './snapshot-file.ts';

/** How long a new text waits for others to be written with it. */
const newTextDelayMs = 500;

/** How long a confirmation of an old text waits, and the next attempt after a failure. */
const confirmationDelayMs = 30_000;

interface WriterContext {
  readonly clock: Clock;
  readonly logger: Logger;
  toEpochMs(): number;
}

/** Writes records to the snapshot: those that arrive together in one generation, and unchanged ones rarely. */
export class SnapshotWriter {
  readonly #file: SnapshotFile;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #toEpochMs: () => number;
  #pending = new Map<string, SourceRecord>();
  #timer: { cancel(): void } | undefined;
  #dueAt = Infinity;
  #writing: Promise<void> = Promise.resolve();
  /** When writing began to fail, on the monotonic clock; undefined while it works. */
  failingSince: number | undefined;

  constructor(file: SnapshotFile, sealer: Sealer, { clock, logger, toEpochMs }: WriterContext) {
    this.#file = file;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#logger = logger;
    this.#toEpochMs = toEpochMs;
  }

  /** Accepts records that belong to one generation. @param hasChanges Whether one of them is new. */
  put(records: readonly SourceRecord[], hasChanges: boolean): void {
    if (records.length === 0) return;
    for (const record of records) this.#pending.set(record.key, record);
    this.#schedule(hasChanges ? newTextDelayMs : confirmationDelayMs);
  }

  /** Resolves, never rejects, when everything accepted is on disk, or can't be written. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#dueAt = Infinity;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const records = this.#pending;
    if (records.size === 0) return;
    this.#pending = new Map();
    try {
      const sealed = Array.from(records, async ([key, record]) => [key, await this.#sealer.seal(record)] as const);
      // Other processes may have written newer ones.
      const mayReplaceKept = async (key: string, kept: string) => {
        const other = await this.#sealer.open(kept, key).catch(() => undefined);
        return mayReplace(records.get(key) as SourceRecord, other, this.#toEpochMs());
      };
      await this.#file.write(new Map(await Promise.all(sealed)), mayReplaceKept);
      this.failingSince = undefined;
    } catch (error) {
      // Records that arrived in the meantime are newer.
      this.#pending = new Map([...records, ...this.#pending]);
      if (this.failingSince === undefined)
        this.#logger.warn(`@prompts: the snapshot can't be written: ${(error as Error).message}`);
      this.failingSince ??= this.#clock.now();
      this.#schedule(confirmationDelayMs);
    }
  }

  #schedule(delayMs: number): void {
    const dueAt = this.#clock.now() + delayMs;
    if (dueAt >= this.#dueAt) return;
    this.#timer?.cancel();
    this.#dueAt = dueAt;
    this.#timer = this.#clock.setTimeout(() => void this.flush(), delayMs);
  }
}
