import type { SecretInput } from '@prompts/provider-kit';

/** The keys that entries and the factory's options have in common. */
export interface AcmeNotesAccess {
  /** An API token, or a function that returns one. A function is called for every request, so that a token can be rotated. */
  readonly token?: SecretInput | undefined;
}

/** The `config` of one prompt. */
export interface AcmeNotesPromptConfig extends AcmeNotesAccess {
  /** The id of the note: the last part of its address. */
  readonly note: string;
  readonly folder?: undefined;
}

/** The `config` of a collection, an entry named `name/*`. */
export interface AcmeNotesCollectionConfig extends AcmeNotesAccess {
  /** The name of the folder whose notes are the members. */
  readonly folder: string;
  readonly note?: undefined;
}

/** The `config` of an entry with `provider: 'acme-notes'`. */
export type AcmeNotesConfig = AcmeNotesPromptConfig | AcmeNotesCollectionConfig;

/** The options of the factory: a default for all entries (`token`), and what only the app may set. */
export interface AcmeNotesOptions extends AcmeNotesAccess {
  /** The address of the API. Default: `https://api.acme-notes.example/v1`. */
  readonly baseUrl?: string | undefined;
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
}
