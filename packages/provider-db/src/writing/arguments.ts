import { parseInput } from '@prompts/provider-kit';
import { z } from 'zod';
import { nameSchema } from '../history/names.ts';
import { latestLabel, longestName } from '../history/tables.ts';
import { isKeepable, keepableFault } from './keepable.ts';

const text = z.string().refine(isKeepable, keepableFault);

/** One line that reads as it is written: what databases trim or fold in names is refused. */
export const name = nameSchema
  .refine(isKeepable, keepableFault)
  .refine((value) => !/\p{Cc}/u.test(value), 'must not hold control characters');

export const label = name.refine(
  (value) => value !== latestLabel,
  `'${latestLabel}' stands for the newest version by itself`,
);

export const version = z.int('must be the number of a version: 1, 2, 3 …').positive();

/** Who did it, and why: for the change log. */
export const who = { author: text.max(longestName).optional(), message: text.optional() };

/** @throws `CONFIG_INVALID` naming every mistake in what a function was given. */
export function parseArguments<Schema extends z.ZodType>(
  called: string,
  schema: Schema,
  given: unknown,
): z.infer<Schema> {
  return parseInput(schema, given, { what: called, provider: 'db' });
}
