import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { SourceRecord } from './record.ts';
import type { Sealer } from './sealing.ts';
import type { SnapshotFile } from './snapshot-file.ts';

/** Milliseconds until what came is on disk: a new text; and that an old one is still good. */
const soon = 500;
const later = 30_000;

/** Brings records to disk: together what comes together, and not each time that nothing is new. */
export class SnapshotWriter {
  readonly #file: SnapshotFile;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #pending = new Map<string, SourceRecord>();
  #timer: { cancel(): void } | undefined;
  #dueAt = Infinity;
  #writing: Promise<void> = Promise.resolve();
  /** When writing began to fail; on the monotonic clock. Undefined while it works. */
  failingSince: number | undefined;

  constructor(file: SnapshotFile, sealer: Sealer, { clock, logger }: { clock: Clock; logger: Logger }) {
    this.#file = file;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Takes records that are to be written as one generation. @param isNews Whether one of them says something new. */
  put(records: readonly SourceRecord[], isNews: boolean): void {
    if (records.length === 0) return;
    for (const record of records) this.#pending.set(record.key, record);
    this.#schedule(isNews ? soon : later);
  }

  /** Resolves, never rejects, when all that was taken is on disk, or can't be written. */
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
      await this.#file.write(new Map(await Promise.all(sealed)));
      this.failingSince = undefined;
    } catch (error) {
      // What came meanwhile is newer.
      this.#pending = new Map([...records, ...this.#pending]);
      if (this.failingSince === undefined)
        this.#logger.warn(`@prompts: the snapshot can't be written: ${(error as Error).message}`);
      this.failingSince ??= this.#clock.now();
      this.#schedule(later);
    }
  }

  #schedule(wait: number): void {
    const dueAt = this.#clock.now() + wait;
    if (dueAt >= this.#dueAt) return;
    this.#timer?.cancel();
    this.#dueAt = dueAt;
    this.#timer = this.#clock.setTimeout(() => void this.flush(), wait);
  }
}
