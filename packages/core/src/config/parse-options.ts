import { type ConfigIssue, issuesOf } from './issues.ts';
import type { CreatePromptsOptions } from './options.ts';
import { parseEntry } from './parse-entry.ts';
import type { ParsedEntry } from './parsed-entry.ts';
import { optionsSchema } from './schema.ts';

/** @returns the entries that are right, and every mistake found in the options. */
export function parseOptions(options: CreatePromptsOptions): { entries: ParsedEntry[]; issues: ConfigIssue[] } {
  const result = optionsSchema.safeParse(options);
  const issues = result.success ? [] : issuesOf(result.error, '', Object.keys(optionsSchema.shape));
  const entries: ParsedEntry[] = [];
  const written: unknown = options.systemPrompts;
  if (typeof written !== 'object' || written === null) return { entries, issues };
  for (const [name, entry] of Object.entries(written)) {
    const parsed = parseEntry(name, entry);
    if (Array.isArray(parsed)) issues.push(...parsed);
    else entries.push(parsed);
  }
  return { entries, issues };
}
