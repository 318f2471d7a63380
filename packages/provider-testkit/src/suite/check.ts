import type { Observer } from './observer.ts';
import type { SourceUnderTest } from './source.ts';

/** One thing a provider must do. */
export interface Check {
  /** What `cannot` calls it by. */
  readonly id: string;
  /** Reads as a sentence: the name of the test. */
  readonly title: string;
  /** Why it can't be told about this source; undefined where it can. */
  missing?(source: AnySource): string | undefined;
  /** Rejects with what is wrong and how it should be. */
  run(source: AnySource, observer: Observer): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: checks hand configs through without looking into them
export type AnySource = SourceUnderTest<any>;

/** Rejects with a message for somebody who knows the provider but not this suite. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/** The reason to skip a check where the source lacks something that it needs. */
export function needs(...members: readonly (keyof AnySource)[]) {
  return (source: AnySource): string | undefined => {
    const absent = members.find((member) => source[member] === undefined);
    return absent && `the source under test gives no '${absent}'`;
  };
}

/** The reason to skip a check of an optional method that the provider lacks. */
export function needsMethod(method: keyof AnySource['provider'], ...members: readonly (keyof AnySource)[]) {
  return (source: AnySource): string | undefined =>
    source.provider[method] === undefined ? `the provider has no '${method}'` : needs(...members)(source);
}
