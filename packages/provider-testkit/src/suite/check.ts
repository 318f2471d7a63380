import type { Observer } from './observer.ts';
import type { SourceUnderTest } from './source.ts';

/** A requirement that every provider must meet. */
export interface Check {
  /** Its key in `cannot`. */
  readonly id: string;
  /** The name of the test, such as `loads a prompt`. */
  readonly title: string;
  /** Returns why the check can't run with this source; undefined if it can. */
  missing?(source: AnySource): string | undefined;
  /** Rejects with an error that says what is wrong and what is expected. */
  run(source: AnySource, observer: Observer): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: checks pass configs on without reading them
export type AnySource = SourceUnderTest<any>;

/** Creates a `missing` that skips the check if the source under test lacks one of these members. */
export function needs(...members: readonly (keyof AnySource)[]) {
  return (source: AnySource): string | undefined => {
    const absent = members.find((member) => source[member] === undefined);
    return absent && `the source under test has no '${absent}'`;
  };
}

/** Creates a `missing` that skips the check if the provider lacks an optional method, or the source one of these members. */
export function needsMethod(method: keyof AnySource['provider'], ...members: readonly (keyof AnySource)[]) {
  return (source: AnySource): string | undefined =>
    source.provider[method] === undefined ? `the provider has no '${method}'` : needs(...members)(source);
}
