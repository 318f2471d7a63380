import type { ExperimentBatch, ExperimentStop, ExperimentStore, VariantSummary } from '../store/experiment-store.ts';
import { MemoryStore } from '../store/memory-store.ts';

/** A store that several hooks may share, as processes do. It hangs or fails on demand. */
export class FlakyStore implements ExperimentStore {
  readonly batches: ExperimentBatch[] = [];
  readonly calls: string[] = [];
  /** `loses the answer`: adds the batch, and fails then. */
  answer: 'ok' | 'fails' | 'hangs' | 'loses the answer' = 'ok';
  readonly #memory = new MemoryStore();

  async add(batch: ExperimentBatch): Promise<void> {
    this.batches.push(batch);
    await this.#call('add');
    await this.#memory.add(batch);
    if (this.answer === 'loses the answer') throw new Error('connection lost');
  }

  async summarise(experiment: string, seed: string): Promise<VariantSummary[]> {
    await this.#call('summarise');
    return this.#memory.summarise(experiment, seed);
  }

  async stop(stop: ExperimentStop): Promise<void> {
    await this.#call('stop');
    await this.#memory.stop(stop);
  }

  async stops(): Promise<ExperimentStop[]> {
    await this.#call('stops');
    return this.#memory.stops();
  }

  async #call(method: string): Promise<void> {
    this.calls.push(method);
    if (this.answer === 'hangs') await new Promise(() => {});
    if (this.answer === 'fails') throw Object.assign(new Error('a detail of the server'), { code: 'ECONNREFUSED' });
  }
}
