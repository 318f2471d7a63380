import type { Prompt } from '../template/prompt.ts';

/** Counts the reads of one slot, per Prompt object: each version and each state is one. */
export class ReadCounts {
  readonly #reads = new Map<Prompt, number>();

  add(prompt: Prompt, reads: number): void {
    if (reads > 0) this.#reads.set(prompt, (this.#reads.get(prompt) ?? 0) + reads);
  }

  /** Returns the counts since the last call. */
  take(): { prompt: Prompt; reads: number }[] {
    const taken = Array.from(this.#reads, ([prompt, reads]) => ({ prompt, reads }));
    this.#reads.clear();
    return taken;
  }
}
