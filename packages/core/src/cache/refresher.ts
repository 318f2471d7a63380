import type { Collection } from '../collections/collection.ts';
import type { Lister } from '../collections/lister.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { RefreshReport } from '../prompts.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';
import type { Loader } from './loader.ts';

/** Pulls now and reports. */
export class Refresher {
  readonly #catalogue: Catalogue;
  readonly #loader: Loader;
  readonly #lister: Lister;

  constructor(parts: { catalogue: Catalogue; loader: Loader; lister: Lister }) {
    this.#catalogue = parts.catalogue;
    this.#loader = parts.loader;
    this.#lister = parts.lister;
  }

  async refresh(single: readonly CachedPrompt[], collections: readonly Collection[]): Promise<RefreshReport> {
    const before = new Map(Array.from(this.#catalogue.prompts.values(), ({ name, slot }) => [name, slot.changes]));
    const sources = new Set(single.map(({ source }) => source));
    await Promise.all([
      ...Array.from(sources, (source) => this.#loader.reload(source)),
      ...collections.map((collection) => this.#lister.relist(collection)),
    ]);
    const members = collections.flatMap((collection) => [...collection.members.values()]);
    const changed: string[] = [];
    const unchanged: string[] = [];
    const failed: { name: string; error: PromptError }[] = collections.flatMap(({ name, flight }) =>
      flight.error === undefined ? [] : [{ name, error: flight.error }],
    );
    for (const { name, slot } of new Set([...single, ...members])) {
      if (slot.error !== undefined) failed.push({ name, error: slot.error });
      else if (slot.changes === before.get(name)) unchanged.push(name);
      else changed.push(name);
    }
    return { changed, unchanged, failed };
  }
}
