/** The access to a repository. */
export interface Access {
  readonly baseUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** The paths of the prompts. */
  readonly paths: readonly string[];
}

/** A strategy to load and refresh the prompts of a repository. */
export interface Strategy {
  readonly what: string;
  /** Loads all prompts. */
  load(): Promise<void>;
  /** Loads the prompts that have changed. */
  refresh(): Promise<void>;
  /** Returns the loaded text. */
  text(path: string): string | undefined;
  close(): Promise<void>;
}
