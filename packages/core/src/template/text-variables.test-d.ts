import type {
  AcceptedVariables,
  NamedVariables,
  NoVariables,
  SomeVariables,
  TextVariables,
  VariableValue,
} from './text-variables.ts';

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const expectTrue = <_Given extends true>() => {};

/** Whether the text has exactly these variables. */
type Has<Text extends string, Name extends string> = Equal<
  TextVariables<Text>,
  [Name] extends [never] ? AcceptedVariables<NoVariables> : AcceptedVariables<NamedVariables<Name>, SomeVariables<Name>>
>;
type IsOpen<Text extends string> = Equal<TextVariables<Text>, AcceptedVariables>;
/** Whether the text has these variables, and possibly others. */
type HasAtLeast<Text extends string, Name extends string> =
  TextVariables<Text> extends {
    all: infer All;
  }
    ? [NamedVariables<Name>, { other: 1 } & NamedVariables<Name>] extends [All, All]
      ? All extends NamedVariables<Name>
        ? true
        : false
      : false
    : false;

expectTrue<Has<'', never>>();
expectTrue<Has<'Hello', never>>();
expectTrue<Has<'Hello {{name}}', 'name'>>();
expectTrue<Has<'{{a}}{{b}} {{a}}', 'a' | 'b'>>();
expectTrue<Has<'{{ a }} {{\tb \t}}', 'a' | 'b'>>();
expectTrue<Has<'{{_a}} {{b$1}} {{C9}}', '_a' | 'b$1' | 'C9'>>();
expectTrue<Has<'{{größe}} {{Ωμ}} {{имя}}', 'größe' | 'Ωμ' | 'имя'>>();

// A dotted name is a nested object.
expectTrue<Has<'{{user.name}} {{user.address.city}}', 'user.name' | 'user.address.city'>>();
expectTrue<
  Equal<
    NamedVariables<'user.name' | 'user.mail' | 'x'>,
    { readonly user: { readonly name: VariableValue; readonly mail: VariableValue }; readonly x: VariableValue }
  >
>();
expectTrue<Has<'{{a..b}} {{.a}} {{a.}} {{a.1}} {{1a}}', never>>();

// Escapes, and braces around a name.
expectTrue<Has<'\\{{no}} {{yes}}', 'yes'>>();
expectTrue<Has<'\\\\{{no}} {{yes}}', 'yes'>>();
expectTrue<Has<'{{{deep}}} {{{{deeper}}}}', 'deep' | 'deeper'>>();
expectTrue<Has<'\\{{{no}}}', never>>();

// Double braces without a meaning are text.
expectTrue<Has<'{{#if x}}{{x}}{{else}}', 'x' | 'else'>>();
expectTrue<Has<'{{ x | upper }} {{a b}} {{a-b}} {{}} {{ }}', never>>();
expectTrue<Has<'{{a\n}} {{\nb}}', never>>();
expectTrue<Has<'{{a {{b}} {{c', 'b'>>();
expectTrue<Has<'{a} }} {{b}', never>>();

// An include may bring further variables.
expectTrue<HasAtLeast<'{{> part}} {{who}}', 'who'>>();
expectTrue<IsOpen<'{{>part mood=style}}'>>();
// A layer replaces and drops parts of the text.
expectTrue<IsOpen<'{{< base}}{{$title}}{{x}}{{/title}}{{/base}}'>>();
// The types don't know the letters of scripts without upper and lower case.
expectTrue<HasAtLeast<'{{名前}} {{who}} {{…}}', 'who'>>();

// A text that is not a literal may contain anything.
expectTrue<IsOpen<string>>();
expectTrue<IsOpen<`Hello ${string} {{name}}`>>();

// A text that is one of several needs the variables of all of them.
expectTrue<Has<'{{a}}' | '{{b}}', 'a' | 'b'>>();

// A text with more double braces than the compiler can follow may contain anything.
type Ten<Text extends string> = `${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}`;
expectTrue<Has<Ten<Ten<'{{x}} '>>, 'x'>>();
expectTrue<IsOpen<Ten<Ten<Ten<'{{x}} '>>>>>();
