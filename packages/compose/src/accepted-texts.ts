import type { HookEntry, Logger } from '@prompts/core';
import { sha256 } from '@prompts/core/sha256';

/** How many texts of a prompt are remembered. Two are needed: the present one, and a fallback. */
const maxTexts = 100;

/** Remembers which texts could be composed. A source may change a text and keep its version. */
export class AcceptedTexts {
  readonly #byApp = new WeakMap<Logger, Map<string, Set<string>>>();

  async add({ name, logger }: HookEntry, text: string): Promise<void> {
    const hash = await sha256(text);
    const byName = this.#byApp.get(logger) ?? new Map<string, Set<string>>();
    const hashes = byName.get(name) ?? new Set();
    hashes.delete(hash);
    hashes.add(hash);
    const [oldest] = hashes;
    if (hashes.size > maxTexts && oldest !== undefined) hashes.delete(oldest);
    this.#byApp.set(logger, byName.set(name, hashes));
  }

  /** @param hash SHA-256 of the text, in hex. */
  has({ logger }: HookEntry, name: string, hash: string): boolean {
    return this.#byApp.get(logger)?.get(name)?.has(hash) ?? false;
  }
}
