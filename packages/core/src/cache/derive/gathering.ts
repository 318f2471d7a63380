import type { Catalogue } from '../catalogue.ts';
import type { Collection, Source } from '../model.ts';
import type { Gathering } from '../publisher.ts';
import type { Moment } from './moment.ts';
import { reachable } from './reachable.ts';

/** Fetchables whose attempts begin together: the text of one waits for the others if a prompt depends on both. */
class OpenGathering implements Gathering {
  readonly #catalogue: Catalogue;
  readonly #since: number;
  readonly #onProgress: (gathering: OpenGathering) => void;
  readonly #arrived = new Set<Source | Collection>();
  readonly #begun = new Set<Source | Collection>();
  readonly pending = new Set<Source | Collection>();

  /** @param since The place in the order of attempts after which theirs begin. */
  constructor(catalogue: Catalogue, since: number, onProgress: (gathering: OpenGathering) => void) {
    this.#catalogue = catalogue;
    this.#since = since;
    this.#onProgress = onProgress;
  }

  expect(fetchable: Source | Collection): void {
    if (!this.#arrived.has(fetchable)) this.pending.add(fetchable);
  }

  begin(fetchable: Source | Collection): void {
    this.#begun.add(fetchable);
  }

  end(fetchable: Source | Collection): void {
    this.pending.delete(fetchable);
    this.#begun.delete(fetchable);
    this.#onProgress(this);
  }

  /** Records that a text has arrived. Ignores a text whose attempt began before those of the gathering. */
  arrive(source: Source): void {
    if (source.begunAt > this.#since && this.pending.delete(source)) this.#arrived.add(source);
  }

  /** Whether a moment contains an earlier text of a source that is expected. Its next attempt begins only after the publication. */
  delays({ arrivals }: Moment): boolean {
    return [...arrivals.keys()].some((source) => this.pending.has(source));
  }

  /**
   * Whether a moment with a text of this gathering contains a prompt whose own text, or one that it depends on, has not arrived yet.
   * @param onlyBegun Whether to consider only those whose attempts have begun.
   */
  mustWaitFor({ arrivals, derivations }: Moment, onlyBegun: boolean): boolean {
    if (this.pending.size === 0 || ![...arrivals.keys()].some((source) => this.#arrived.has(source))) return false;
    const namesReadBy = (name: string) => {
      const cached = this.#catalogue.prompts.get(name);
      const derivation = cached && derivations.get(cached);
      const reads = derivation?.mustRun ? derivation.reads : cached?.slot.reads;
      return (reads ?? []).map((read) => read.name);
    };
    return [...derivations.keys()].some(({ name, source }) => {
      const [, ...names] = reachable(name, namesReadBy);
      // A prompt that reads nothing is here because of its own text, or to get one of another source.
      const isOwnPending = names.length > 0 && this.#isPending(source, onlyBegun);
      return isOwnPending || names.some((each) => this.#isNamePending(each, onlyBegun));
    });
  }

  #isNamePending(name: string, onlyBegun: boolean): boolean {
    const { source, collection = this.#catalogue.findCollection(name) } = this.#catalogue.prompts.get(name) ?? {};
    return [source, collection].some((fetchable) => fetchable && this.#isPending(fetchable, onlyBegun));
  }

  #isPending(fetchable: Source | Collection, onlyBegun: boolean): boolean {
    return this.pending.has(fetchable) && (!onlyBegun || this.#begun.has(fetchable));
  }
}

/** The open gatherings, and the complete moments that wait for others of theirs. */
export class Gatherings {
  readonly #catalogue: Catalogue;
  readonly #onProgress: (moment: Moment) => void;
  readonly #open = new Set<OpenGathering>();
  readonly #held = new Set<Moment>();

  /** @param onProgress Called for a moment that may not have to wait any more. */
  constructor(catalogue: Catalogue, onProgress: (moment: Moment) => void) {
    this.#catalogue = catalogue;
    this.#onProgress = onProgress;
  }

  open(since: number, collection?: Collection): Gathering {
    const joined = collection && [...this.#open].find(({ pending }) => pending.has(collection));
    if (joined) return joined;
    const gathering = new OpenGathering(this.#catalogue, since, ({ pending }) => {
      if (pending.size === 0) this.#open.delete(gathering);
      const moments = new Set(Array.from(this.#held, ({ current }) => current));
      this.#held.clear();
      for (const moment of moments) this.#onProgress(moment.current);
    });
    this.#open.add(gathering);
    return gathering;
  }

  arrive(source: Source): void {
    for (const gathering of this.#open) gathering.arrive(source);
  }

  /** Keeps a complete moment if it must wait for something else. @returns Whether it must. */
  hold(moment: Moment): boolean {
    const gatherings = [...this.#open];
    // Attempts begin together with others of their group. One that has not begun may wait for this moment itself.
    const onlyBegun = gatherings.some((gathering) => gathering.delays(moment));
    const mustWait = gatherings.some((gathering) => gathering.mustWaitFor(moment, onlyBegun));
    if (mustWait) this.#held.add(moment);
    return mustWait;
  }
}
