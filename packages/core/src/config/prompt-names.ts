/** What a configured name makes readable: itself, or any member of a collection. */
type ReadableName<Name> = Name extends `${infer Prefix}/*` ? `${Prefix}/${string}` : Name;

/** The names that can be read: those configured, and any member of a collection. */
export type PromptName<Entries> = ReadableName<keyof Entries & string>;

/** The names that can be refreshed: those that can be read, and collections. */
export type RefreshName<Entries> = PromptName<Entries> | (keyof Entries & string);
