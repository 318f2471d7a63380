/** The spellings of a name. */
export interface Spellings {
  /** In configs: `acme-notes`. */
  readonly kebab: string;
  /** Of the factory: `acmeNotes`. */
  readonly camel: string;
  /** Of types: `AcmeNotes`. */
  readonly pascal: string;
  /** Of environment variables: `ACME_NOTES`. */
  readonly constant: string;
  /** In texts: `Acme Notes`. */
  readonly title: string;
}

/** Returns the spellings of a name of lower-case words with hyphens between them. */
export function spellingsOf(kebab: string): Spellings {
  const words = kebab.split('-');
  const capitalised = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    kebab,
    camel: [words[0], ...capitalised.slice(1)].join(''),
    pascal: capitalised.join(''),
    constant: words.join('_').toUpperCase(),
    title: capitalised.join(' '),
  };
}
