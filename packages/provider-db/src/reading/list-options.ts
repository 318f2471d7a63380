export interface ListOptions {
  /** Whether to read the texts as well. The first listing of a collection needs them; later ones compare versions. */
  readonly withTexts: boolean;
}
