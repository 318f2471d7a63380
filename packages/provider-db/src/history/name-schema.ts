import * as z from 'zod';
import { maxNameLength } from './tables.ts';

/** The name of a prompt or a label. Databases may ignore surrounding spaces, so such a name could match another prompt. */
export const nameSchema = z
  .string()
  .min(1, 'is empty')
  .max(maxNameLength, `must have at most ${maxNameLength} characters`)
  .refine((value) => value === value.trim(), 'must not start or end with a space');
