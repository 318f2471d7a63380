import type { ProviderConfigs } from '../provider/provider.ts';
import type { ContentEntry, DbEntry, Entry, FileEntry, ProviderEntry } from './entry.ts';

type KeysOfUnion<T> = T extends unknown ? keyof T : never;

/** `Allowed`, with every key of `Given` that it lacks turned into an error. */
type Exactly<Given, Allowed> = Allowed & { readonly [Key in Exclude<keyof Given, KeysOfUnion<Allowed>>]: never };

type PropertyOfUnion<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;

/** The same for nested objects, such as `auth`. Each value is checked separately: a member of a union may lack its key. */
type ExactlyInside<Given, Allowed> = Exactly<Given, Allowed> & {
  readonly [Key in keyof Given & KeysOfUnion<Allowed>]?: Given[Key] extends
    | ((...given: never) => unknown)
    | readonly unknown[]
    ? PropertyOfUnion<Allowed, Key>
    : Given[Key] extends object
      ? Exactly<Given[Key], NonNullable<PropertyOfUnion<Allowed, Key>>>
      : PropertyOfUnion<Allowed, Key>;
};

/** Checks the config of a provider whose types are loaded; any other config is accepted. */
type CheckedConfig<Name, Config> = Name extends keyof ProviderConfigs
  ? ExactlyInside<Config, ProviderConfigs[Name]>
  : object;

type CheckedEntry<Given> = Given extends string
  ? Given
  : Entry extends Given
    ? Given
    : Given extends { readonly provider: infer Name extends string }
      ? Exactly<
          Given,
          ProviderEntry<Name, CheckedConfig<Name, Given extends { readonly config: infer Config } ? Config : never>>
        >
      : Given extends { readonly db: infer Config }
        ? Exactly<Given, DbEntry<CheckedConfig<'db', Config>>>
        : Given extends { readonly file: string }
          ? Exactly<Given, FileEntry>
          : Given extends { readonly content: string }
            ? Exactly<Given, ContentEntry>
            : Entry;

/**
 * The type that `systemPrompts` must have, inferred for each entry separately. (A union with `{ provider: string }` in it
 * would accept every config, and a mapped parameter would lose the names.)
 */
export type Checked<Entries> = { readonly [Name in keyof Entries]: CheckedEntry<Entries[Name]> };

/** The names that can be read: those configured, and any member of a collection. */
export type PromptName<Entries> = {
  [Name in keyof Entries & string]: Name extends `${infer Prefix}/*` ? `${Prefix}/${string}` : Name;
}[keyof Entries & string];

/** The names that can be refreshed: those that can be read, and collections. */
export type RefreshName<Entries> = PromptName<Entries> | (keyof Entries & string);
