import { z } from 'zod';
import { longestName } from './tables.ts';

/** A prompt's name, or a label. Databases trim or fold what surrounds a name: such a one could mean another prompt. */
export const nameSchema = z
  .string()
  .min(1, 'is empty')
  .max(longestName, `must have at most ${longestName} characters`)
  .refine((value) => value === value.trim(), 'must not begin or end with a space');
