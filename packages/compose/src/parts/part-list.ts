import type { Prompt } from '@prompts/core';
import { sha256 } from '@prompts/core/sha256';
import { type ComposedPart, partsOf } from './composed-part.ts';

/** In hex digits. */
const versionLength = 12;

/** The parts of a prompt, each once, in the order of their first use. */
export class PartList {
  readonly #parts = new Map<string, ComposedPart>();

  get size(): number {
    return this.#parts.size;
  }

  /** Adds a prompt that was included as it is served, and its own parts. */
  add({ name, version, hash, uri, metadata }: Prompt): void {
    for (const part of [{ name, version, hash, uri }, ...partsOf(metadata)]) {
      if (!this.#parts.has(part.name)) this.#parts.set(part.name, part);
    }
  }

  /** Adds the base of a layer. @param hash Of its text with its blocks, which may change while the text as served does not. */
  addBase({ name, version, uri }: Prompt, hash: string): void {
    this.#parts.set(name, { name, version, hash, uri });
  }

  /** Returns the value of `metadata.parts`. */
  toMetadata(): readonly ComposedPart[] {
    return [...this.#parts.values()];
  }

  /** Returns what the version of a composed prompt ends with: it changes when a part does. */
  async toVersionSuffix(): Promise<string> {
    const hashes = Array.from(this.#parts.values(), ({ hash }) => hash);
    return (await sha256(hashes.join(''))).slice(0, versionLength);
  }
}

/** Whether a prompt was made from a text of this version. */
export function isMadeOfVersion({ version }: Prompt, ofText: string | undefined): boolean {
  if (version === ofText) return true;
  const suffix = version.slice(-versionLength);
  return version === `${ofText}+${suffix}` && /^[0-9a-f]{12}$/.test(suffix);
}
