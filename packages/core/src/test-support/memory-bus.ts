import type { PromptBus } from '../config/tier-options.ts';
import { createIntegrity } from '../persistence/records/integrity.ts';

type Listener = Parameters<PromptBus['subscribe']>[0];
type Events = Parameters<PromptBus['subscribe']>[1];

/** A bus within one process: every subscriber receives every message, the publisher included. */
export class MemoryBus implements PromptBus {
  readonly messages: string[] = [];
  readonly #listeners = new Map<Listener, Events | undefined>();
  /** Whether messages are lost. */
  isCut = false;

  async publish(message: string): Promise<void> {
    this.messages.push(message);
    if (this.isCut) throw new Error('cut');
    for (const listener of this.#listeners.keys()) listener(message);
  }

  async subscribe(listener: Listener, events?: Events): Promise<AsyncDisposable> {
    if (this.isCut) throw new Error('cut');
    this.#listeners.set(listener, events);
    return { [Symbol.asyncDispose]: async () => void this.#listeners.delete(listener) };
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Cuts the connection, and reports it to all subscribers. */
  lose(): void {
    this.isCut = true;
    for (const events of this.#listeners.values()) events?.lost?.();
  }

  /** Restores the connection, and reports it to all subscribers. */
  restore(): void {
    this.isCut = false;
    for (const events of this.#listeners.values()) events?.restored?.();
  }
}

/** Creates a message as a process with this `integrityKey` sends it. @param content The JSON of it, or what to convert to JSON. */
export async function createMessage(content: string | object, integrityKey?: string): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const tag = await createIntegrity(integrityKey).computeTag(`message ${text}`);
  return JSON.stringify({ tag, content: text });
}
