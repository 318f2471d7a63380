import { z } from 'zod';
import { isKeepable, keepableFault } from './keepable.ts';

/** Levels of lists and objects. MariaDB takes no JSON beyond 32. */
const deepest = 30;

/** JSON that every database keeps as it is. */
export const metadataSchema = z
  .unknown()
  .superRefine((value, context) => {
    const message = faultOf(value, 0);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .pipe(z.record(z.string(), z.json()));

function faultOf(value: unknown, level: number): string | undefined {
  if (typeof value === 'string') return isKeepable(value) ? undefined : keepableFault;
  if (typeof value !== 'object' || value === null) return undefined;
  if (level === deepest) return `must not nest deeper than ${deepest} levels`;
  for (const [key, item] of Object.entries(value)) {
    const fault = faultOf(key, level) ?? faultOf(item, level + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
