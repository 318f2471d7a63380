import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { AcceptedVariables, TextVariables } from '../template/text-variables.ts';

/**
 * What `render` accepts for an entry: the input of its schema, or the variables of its text, if TypeScript knows the text.
 * If the entry may be one of several, all variables of their texts.
 */
export type EntryVariables<Given> = [Given] extends [{ readonly variables: StandardSchemaV1<infer Input, unknown> }]
  ? AcceptedVariables<Input & object>
  : TextVariables<EntryText<Given>>;

/** An entry whose `content` is the whole text of the prompt. */
interface MustacheContent {
  readonly content: string;
  readonly syntax?: 'mustache' | undefined;
  readonly frontMatter?: false | undefined;
}

/** `string` if the text is not known to TypeScript, or its variables are not written in double braces. */
type EntryText<Given> = Given extends string ? Given : Given extends MustacheContent ? Given['content'] : string;
