import type { Prompt } from '../template/prompt.ts';

/** How often one Prompt object was read. */
export interface PromptReads {
  readonly prompt: Prompt;
  readonly reads: number;
}

/** How many Prompt objects are kept until somebody takes the counts: two versions, fresh and stale. */
const maxUntaken = 4;

/** Counts the reads of one slot, per Prompt object: each version and each state is one. */
export class ReadCounts {
  readonly #reads = new Map<Prompt, number>();
  /** Whether somebody takes the counts. Otherwise they would keep every Prompt that was read. */
  areTaken = false;

  add(prompt: Prompt, reads: number): void {
    if (reads === 0) return;
    this.#reads.set(prompt, (this.#reads.get(prompt) ?? 0) + reads);
    if (this.areTaken || this.#reads.size <= maxUntaken) return;
    const [oldest] = this.#reads.keys();
    this.#reads.delete(oldest as Prompt);
  }

  /** Returns the counts since the last call. */
  take(): PromptReads[] {
    this.areTaken = true;
    const taken = Array.from(this.#reads, ([prompt, reads]) => ({ prompt, reads }));
    this.#reads.clear();
    return taken;
  }
}
