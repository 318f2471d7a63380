import type { PromptBus } from '../config/tier-options.ts';

type Events = Parameters<PromptBus['subscribe']>[1];

/** A bus within one process: everybody hears everything, who told it included. */
export class MemoryBus implements PromptBus {
  readonly messages: string[] = [];
  readonly #listeners = new Map<(message: string) => void, Events | undefined>();
  /** Whether messages are lost. */
  isCut = false;

  async publish(message: string): Promise<void> {
    this.messages.push(message);
    if (this.isCut) throw new Error('cut');
    for (const listener of this.#listeners.keys()) listener(message);
  }

  async subscribe(listener: (message: string) => void, events?: Events): Promise<AsyncDisposable> {
    if (this.isCut) throw new Error('cut');
    this.#listeners.set(listener, events);
    return { [Symbol.asyncDispose]: async () => void this.#listeners.delete(listener) };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells everybody that messages will be lost. */
  lose(): void {
    this.isCut = true;
    for (const events of this.#listeners.values()) events?.lost?.();
  }

  /** Tells everybody that messages were lost. */
  restore(): void {
    this.isCut = false;
    for (const events of this.#listeners.values()) events?.restored?.();
  }
}
