import type { ExperimentBatch, ExperimentStore, Exposure, RecordedValue } from '../store/experiment-store.ts';
import type { EventSink } from './event-sink.ts';

/** A batch of this size is sent without waiting for more. */
const maxBatchEvents = 10_000;
/** About 30 MB. */
const maxEvents = 250_000;

interface BufferParts {
  readonly store: ExperimentStore;
  /** Called when the buffer is full and something was dropped, once until everything is sent. */
  readonly onDrop: () => void;
}

/** Collects exposures and values, and sends them to a store in batches. A batch that fails is sent again with the same id. */
export class EventBuffer implements EventSink {
  readonly #parts: BufferParts;
  #exposures: Exposure[] = [];
  #values: RecordedValue[] = [];
  readonly #batches: ExperimentBatch[] = [];
  #size = 0;
  #isDropping = false;
  #sending: Promise<void> | undefined;

  constructor(parts: BufferParts) {
    this.#parts = parts;
  }

  /** The number of exposures and values that are not stored yet. */
  get size(): number {
    return this.#size;
  }

  addExposure(exposure: Exposure): void {
    if (this.#takePlace()) this.#exposures.push(exposure);
    this.#sendIfLarge();
  }

  addValue(value: RecordedValue): void {
    if (this.#takePlace()) this.#values.push(value);
    this.#sendIfLarge();
  }

  /** Stores everything that was added before. @throws the error of the store. */
  async flush(): Promise<void> {
    this.#seal();
    const last = this.#batches.at(-1);
    while (last && this.#batches.includes(last)) {
      this.#sending ??= this.#sendFirst().finally(() => {
        this.#sending = undefined;
      });
      await this.#sending;
    }
  }

  /** Ends a batch: from now on it has its id. */
  #seal(): void {
    const [exposures, values] = [this.#exposures, this.#values];
    if (exposures.length + values.length === 0) return;
    [this.#exposures, this.#values] = [[], []];
    this.#batches.push({ id: crypto.randomUUID(), exposures, values });
  }

  async #sendFirst(): Promise<void> {
    const batch = this.#batches[0] as ExperimentBatch;
    await this.#parts.store.add(batch);
    this.#batches.shift();
    this.#size -= batch.exposures.length + batch.values.length;
    if (this.#size === 0) this.#isDropping = false;
  }

  #takePlace(): boolean {
    if (this.#size < maxEvents) {
      this.#size += 1;
      return true;
    }
    if (!this.#isDropping) this.#parts.onDrop();
    this.#isDropping = true;
    return false;
  }

  #sendIfLarge(): void {
    if (this.#exposures.length + this.#values.length < maxBatchEvents) return;
    // The next flush sends it again, and reports the failure.
    this.flush().catch(() => {});
  }
}
