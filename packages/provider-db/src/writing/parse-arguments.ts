import { parseInput } from '@prompts/provider-kit';
import * as z from 'zod';
import { nameSchema } from '../history/name-schema.ts';
import { latestLabel, maxNameLength } from '../history/tables.ts';
import { isStorableText, storableTextRule } from './storable-text.ts';

const text = z.string().refine(isStorableText, storableTextRule);

/** The name of a prompt to write. Stricter than for reading, where such a name just finds nothing. */
export const promptName = nameSchema
  .refine(isStorableText, storableTextRule)
  .refine((value) => !/\p{Cc}/u.test(value), 'must not contain control characters');

export const labelName = promptName.refine(
  (value) => value !== latestLabel,
  `'${latestLabel}' is reserved: it always refers to the newest version`,
);

export const versionNumber = z.int('must be a version number: 1, 2, 3 …').positive();

/** The properties of `Who`, for the change log. */
export const whoShape = { author: text.max(maxNameLength).optional(), message: text.optional() };

/**
 * Checks the arguments of a public function.
 * @param functionName The name of the function, for the error message.
 * @throws `CONFIG_INVALID` with every mistake in the arguments.
 */
export function parseArguments<Schema extends z.ZodType>(
  functionName: string,
  schema: Schema,
  input: unknown,
): z.infer<Schema> {
  return parseInput(schema, input, { what: functionName, provider: 'db' });
}
