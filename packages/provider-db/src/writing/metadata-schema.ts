import * as z from 'zod';
import { isStorableText, storableTextRule } from './storable-text.ts';

/** The maximum nesting of arrays and objects. MariaDB rejects JSON nested deeper than 32 levels. */
const maxDepth = 30;

/** A JSON object that all supported databases store unchanged. */
export const metadataSchema = z
  .unknown()
  .superRefine((value, context) => {
    const message = findError(value, 0);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .pipe(z.record(z.string(), z.json()));

function findError(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : storableTextRule;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === maxDepth) return `must not be nested deeper than ${maxDepth} levels`;
  for (const [key, item] of Object.entries(value)) {
    const error = findError(key, depth) ?? findError(item, depth + 1);
    if (error !== undefined) return error;
  }
  return undefined;
}
