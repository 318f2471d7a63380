import { PromptError } from '@prompts/core';
import { z } from 'zod';
import { latestLabel, longestName } from '../history/tables.ts';

/** Text that every database keeps as it is. */
const text = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be valid Unicode without NUL');

/** One line that reads as it is written: what databases trim or fold in names is refused. */
export const name = text
  .min(1, 'is empty')
  .max(longestName, `must have at most ${longestName} characters`)
  .refine((value) => value === value.trim(), 'must not begin or end with a space')
  .refine((value) => !/\p{Cc}/u.test(value), 'must not hold control characters');

export const label = name.refine(
  (value) => value !== latestLabel,
  `'${latestLabel}' stands for the newest version by itself`,
);

export const version = z.int('must be the number of a version: 1, 2, 3 …').positive();

/** Who did it, and why: for the change log. */
export const who = { author: text.max(longestName).optional(), message: text.optional() };

/** @throws `CONFIG_INVALID` naming every mistake in what a function was given. */
export function parseArguments<Arguments>(called: string, schema: z.ZodType<Arguments>, given: unknown): Arguments {
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  throw new PromptError('CONFIG_INVALID', `${called}: ${list}`, { provider: 'db', issues });
}
