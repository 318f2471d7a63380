/** Values by variable name. Dotted names read nested objects. */
export type Variables = object;

/** A value that can be inserted into a text. */
export type VariableValue = string | number | bigint | boolean | object | null;

/**
 * The types of the variables that a prompt accepts.
 * @typeParam All All that it needs. @typeParam Some The same for `missing: 'keep'` and `'empty'`.
 */
export interface AcceptedVariables<All extends object = Variables, Some extends object = All> {
  readonly all: All;
  readonly some: Some;
}

declare const noVariables: unique symbol;

/** The variables of a text that has none. (`{}` would accept any.) */
export interface NoVariables {
  readonly [noVariables]?: undefined;
}

/** The variables with these names: `user.name` is the property `name` of the variable `user`. */
export type NamedVariables<Name extends string> = {
  readonly [First in FirstStep<Name>]: [NextSteps<Name, First>] extends [never]
    ? VariableValue
    : NamedVariables<NextSteps<Name, First>>;
};

/** The same, each of them optional. */
export type SomeVariables<Name extends string> = {
  readonly [First in FirstStep<Name>]?:
    | ([NextSteps<Name, First>] extends [never] ? VariableValue : SomeVariables<NextSteps<Name, First>>)
    | undefined;
};

/**
 * The variables of a text in `mustache` syntax: {@link Variables} if the text is not a literal, or contains a layer
 * (`{{< base}}`, `{{$block}}`). If it contains an include (`{{> part}}`), other variables are accepted besides its own.
 */
export type TextVariables<Text extends string> =
  IsLiteral<Text> extends true ? FoundVariables<FindNames<Text>> : AcceptedVariables;

/** Found in a text that may have further variables. Not a name. */
type More = '{{>}}';

/** Found in a text whose variables only a hook knows. Not a name. */
type Any = '{{<}}';

type FoundVariables<Found extends string> = [Found] extends [never]
  ? AcceptedVariables<NoVariables>
  : Any extends Found
    ? AcceptedVariables
    : More extends Found
      ? MoreVariables<Exclude<Found, More>>
      : AcceptedVariables<NamedVariables<Found>, SomeVariables<Found>>;

type MoreVariables<Name extends string> = [Name] extends [never]
  ? AcceptedVariables
  : AcceptedVariables<OpenVariables<NamedVariables<Name>>, OpenVariables<SomeVariables<Name>>>;

/** The first member accepts interfaces, the second one accepts literals with further names. */
type OpenVariables<Known> = Known | (Known & Readonly<Record<string, unknown>>);

type FirstStep<Name extends string> = Name extends `${infer First}.${string}` ? First : Name;

type NextSteps<Name extends string, First extends string> = Name extends `${First}.${infer Next}` ? Next : never;

/** `false` for `string`, and for a template literal with a `string` in it. */
type IsLiteral<Text extends string> = Record<never, never> extends Record<Text, 1> ? false : true;

/**
 * Finds the names as `placeholders.mustache` does: escapes first, then the leftmost double braces that contain a name.
 * @typeParam Braces One element for each of the double braces before: a text with too many for the compiler has {@link Any} variables.
 */
type FindNames<
  Text extends string,
  Found extends string = never,
  Braces extends readonly 1[] = [],
> = Text extends `${infer Before}{{${infer After}`
  ? Braces['length'] extends MaxBraces
    ? Any
    : Before extends `${string}\\`
      ? FindNames<After, Found, [...Braces, 1]>
      : After extends `${infer Inside}}}${infer Rest}`
        ? FoundInTag<Trim<Inside>> extends infer Tag extends string
          ? [Tag] extends [never]
            ? FindNames<`{${After}`, Found, [...Braces, 1]>
            : FindNames<Rest, Found | Tag, [...Braces, 1]>
          : never
        : Found
  : Found;

/** The compiler follows a thousand steps. */
type MaxBraces = 500;

/** A name, {@link More}, {@link Any}, or `never` if the braces are text. */
type FoundInTag<Inside extends string> = Inside extends `>${string}`
  ? More
  : Inside extends `${'<' | '$' | '/'}${string}`
    ? Any
    : IsName<Inside> extends infer Is
      ? boolean extends Is
        ? More
        : Is extends true
          ? Inside
          : never
      : never;

/** `boolean` if it contains characters of which the type system does not know whether they are letters. */
type IsName<Text extends string, IsStart = true, Result = true> = Text extends `${infer Character}${infer Rest}`
  ? Character extends NotInNames
    ? false
    : Character extends '.' | Digit
      ? IsStart extends true
        ? false
        : IsName<Rest, Character extends '.' ? true : false, Result>
      : IsName<Rest, false, IsLetter<Character> extends true ? Result : boolean>
  : IsStart extends true
    ? false
    : Result;

type IsLetter<Character extends string> = Character extends '_' | '$'
  ? true
  : Uppercase<Character> extends Lowercase<Character>
    ? false
    : true;

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

type Space = ' ' | '\t';

/** The characters of ASCII that no name contains. */
type NotInNames = Space | '\n' | '\r' | Split<'!"#%&\'()*+,-/:;<=>?@[\\]^`{|}~'>;

type Split<Text extends string> = Text extends `${infer Character}${infer Rest}` ? Character | Split<Rest> : never;

type Trim<Text extends string> = Text extends `${Space}${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest}${Space}`
    ? Trim<Rest>
    : Text;
