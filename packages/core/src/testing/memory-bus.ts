import type { PromptBus } from '../persistence/announcements.ts';

/** A bus within one process: everybody hears everything, who told it included. */
export class MemoryBus implements PromptBus {
  readonly messages: string[] = [];
  readonly #listeners = new Set<(message: string) => void>();
  readonly #restored = new Set<() => void>();
  /** Whether messages are lost. */
  isCut = false;

  async publish(message: string): Promise<void> {
    this.messages.push(message);
    if (this.isCut) throw new Error('cut');
    for (const listener of this.#listeners) listener(message);
  }

  async subscribe(listener: (message: string) => void, events?: { restored?(): void }): Promise<AsyncDisposable> {
    if (this.isCut) throw new Error('cut');
    const restored = () => events?.restored?.();
    this.#listeners.add(listener);
    this.#restored.add(restored);
    return {
      [Symbol.asyncDispose]: async () => {
        this.#listeners.delete(listener);
        this.#restored.delete(restored);
      },
    };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells everybody that messages were lost. */
  restore(): void {
    this.isCut = false;
    for (const restored of this.#restored) restored();
  }
}
