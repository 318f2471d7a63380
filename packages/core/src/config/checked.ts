import type { ProviderConfigs } from '../provider/provider.ts';
import type { ConfiguredEntry, ContentEntry, DbEntry, Entry, FileEntry, ProviderEntry } from './entry.ts';

/** The names of the providers whose types are loaded. */
type KnownProvider = keyof ProviderConfigs & string;

/** What is known about the config of a provider. */
type ConfigOf<Name> = Name extends KnownProvider ? ProviderConfigs[Name] : object;

/** An entry for any of the providers whose types are loaded. */
type KnownProviderEntry = { [Name in KnownProvider]: ProviderEntry<Name, ConfigOf<Name>> }[KnownProvider];

/** Any name. `string` alone would keep editors from completing those of known providers. */
type ProviderName = KnownProvider | (string & {});

/** An entry for a provider whose types are not loaded. */
type OtherProviderEntry = ConfiguredEntry<ProviderName, object>;

/** Every form of entry, with what is known about providers: what an editor completes. */
type KnownEntry = string | ContentEntry | FileEntry | KnownProviderEntry | OtherProviderEntry | DbEntry<ConfigOf<'db'>>;

declare const unknownKeys: unique symbol;

/** Can't be had: its keys are misspelt. An object literal gets the compiler's own message, any other object this one. */
interface Misspelt<Keys> {
  readonly [unknownKeys]: Keys;
}

/** The keys of all members of a union. */
type KeysOf<Type> = Type extends unknown ? keyof Type : never;

/** The keys that have a value: TypeScript adds the others to the members of a union of literals. */
type GivenKeys<Given> = { [Key in keyof Given]-?: Given[Key] extends undefined ? never : Key }[keyof Given];

/** `Allowed`, unless `Given` has other keys. */
type Exactly<Given, Allowed> = [Exclude<GivenKeys<Given>, KeysOf<Allowed>>] extends [never]
  ? Allowed
  : Allowed & Misspelt<Exclude<GivenKeys<Given>, KeysOf<Allowed>>>;

type CheckedConfig<Given, Name, Key extends string> = Name extends KnownProvider
  ? Given extends { readonly [K in Key]: infer Config extends object }
    ? Exactly<Config, ConfigOf<Name>>
    : ConfigOf<Name>
  : object;

type CheckedEntry<Given> = Given extends string
  ? Given
  : Given extends { readonly provider: infer Name extends string }
    ? Name extends KnownProvider
      ? Exactly<Given, ProviderEntry<Name, CheckedConfig<Given, Name, 'config'>>>
      : Exactly<Given, string extends Name ? ProviderEntry<string, object> : OtherProviderEntry>
    : Given extends { readonly db: unknown }
      ? Exactly<Given, DbEntry<CheckedConfig<Given, 'db', 'db'>>>
      : Given extends { readonly file: unknown }
        ? Exactly<Given, FileEntry>
        : Given extends { readonly content: unknown }
          ? Exactly<Given, ContentEntry>
          : KnownEntry;

/**
 * The type that `systemPrompts` must have, inferred for each entry separately. (A union with `{ provider: string }` in it
 * would accept every config.)
 */
export type Checked<Entries> = {
  readonly [Name in keyof Entries]: Entry extends Entries[Name] ? KnownEntry | Entry : CheckedEntry<Entries[Name]>;
};

/**
 * {@link Checked}, as the type of a parameter from which `Entries` is inferred. The condition is never true: its first branch is
 * there for the inference. In `Entries & Checked<Entries>`, a misspelt key would be a known one.
 */
export type CheckedArgument<Entries> = [Entries] extends [never] ? Entries : Checked<Entries>;
