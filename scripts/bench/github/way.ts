/** Who reads what. */
export interface Access {
  readonly baseUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Of all prompts in the repository. */
  readonly paths: readonly string[];
}

/** A way to have a repository's prompts in memory. */
export interface Way {
  readonly what: string;
  /** Reads them all, as an app does that has none yet. */
  load(): Promise<void>;
  /** Finds out what has changed since, and reads that. */
  refresh(): Promise<void>;
  /** @returns the text in memory. */
  text(path: string): string | undefined;
  close(): Promise<void>;
}
