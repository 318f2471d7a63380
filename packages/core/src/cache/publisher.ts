import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { interrupted } from './interrupted.ts';
import type { CachedPrompt, Collection, Source } from './model.ts';

/** A text that has arrived for a source. */
export interface Arrival {
  readonly source: Source;
  readonly template: PromptTemplate;
  /** Epoch ms at which the source returned it. */
  readonly fetchedAt: number;
  /** How old the text is already, in milliseconds. Default 0. */
  readonly ageMs?: number;
  /** Whether it comes from a snapshot or an old record, and is stale whatever its age. */
  readonly isStale?: boolean;
}

/** Why a prompt could not be made from its text. */
export type Rejection = PromptError | typeof interrupted;

/** Makes prompts from the texts that arrive. `derive/` implements it. */
export interface Publisher {
  /**
   * Makes the prompts of a text, and those that depend on them, and publishes them all in the same turn of the event loop.
   * @returns Resolves, never rejects, when they are published, with the reason if a prompt rejected the text.
   */
  publish(arrival: Arrival): Promise<Rejection | undefined>;
  /** Whether a text of a source has arrived, and is not published yet. */
  isArriving(source: Source): boolean;
  /**
   * Makes what arrives during a function appear together, once all of it is known to hooks. Its sources are not to blame for a
   * text that a prompt does not accept.
   * @returns Resolves when it is published.
   */
  publishTogether(bring: () => Promise<void>): Promise<void>;
  /**
   * Makes texts that are fetched together appear together, if a prompt depends on several of them.
   * @param since The place in the order of attempts after which theirs begin.
   * @param collection The collection whose listing starts the fetches. They join the gathering that it belongs to.
   */
  gather(since: number, collection?: Collection): Gathering;
  /** Detaches a prompt from its source, and from all that it was made of. */
  forget(cached: CachedPrompt): void;
  /** Returns what depends on a prompt, directly or through others. */
  dependentsOf(cached: CachedPrompt): Iterable<CachedPrompt>;
}

/** A group of sources and collections that are fetched together. */
export interface Gathering {
  expect(fetchable: Source | Collection): void;
  /** Records that the attempt of one of them begins. It no longer waits for an earlier attempt of any. */
  begin(fetchable: Source | Collection): void;
  /** Records that the attempt of one of them is over, whatever its result. */
  end(fetchable: Source | Collection): void;
}
