/** A text as written at the source, with its version and address. */
export interface PromptTemplate {
  /** Exactly as written at the source, never rendered. */
  readonly content: string;
  /** The source's own id of this text, which changes exactly when the text does. Default: the hash of the content. */
  readonly version?: string | undefined;
  /** Where a person can open it. */
  readonly uri?: string | undefined;
  /** Facts from the source: `author`, `updatedAt` (ISO 8601), `title`, … Core merges front matter over them. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** How many seconds the source considers this fresh (HTTP `max-age`); used if the entry sets no `ttl`. */
  readonly maxAge?: number | undefined;
}
