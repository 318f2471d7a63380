/** A small mistake that the author of a provider could make. */
export interface Mutation {
  /** The file, relative to the folder of its provider. */
  readonly file: string;
  /** The text to replace. It occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** What a user of the provider would suffer. */
  readonly harm: string;
}

/** A provider to mutate. */
export interface Subject {
  readonly name: string;
  /** Relative to the root of the repository. */
  readonly folder: string;
  /** The test file that runs the conformance suite, relative to the folder. */
  readonly suite: string;
  readonly mutations: readonly Mutation[];
}

/** Applies a mutation to the text of its file. @throws {Error} If the text to replace does not occur exactly once. */
export function mutate(source: string, { file, find, replace, harm }: Mutation): string {
  const count = source.split(find).length - 1;
  if (count !== 1) {
    throw new Error(
      `mutation '${harm}': ${file} contains the text to replace ${count} times instead of once:\n${find}`,
    );
  }
  return source.replace(find, () => replace);
}
