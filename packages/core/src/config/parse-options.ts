import { type ConfigIssue, issuesOf } from './issues.ts';
import type { CreatePromptsOptions } from './options.ts';
import { parseEntry } from './parse-entry.ts';
import type { ParsedEntry } from './parsed-entry.ts';
import { optionsSchema } from './schema.ts';

/**
 * @param issues Takes every mistake found.
 * @returns the entries that are right and the options that are right.
 */
export function parseOptions(
  given: CreatePromptsOptions,
  issues: ConfigIssue[],
): { entries: ParsedEntry[]; options: CreatePromptsOptions } {
  const { error } = optionsSchema.safeParse(given);
  if (error) issues.push(...issuesOf(error, '', Object.keys(optionsSchema.shape)));
  // What is behind looks for further mistakes, and must not meet those that are known.
  const wrong = new Set(error?.issues.map(({ path }) => path[0]));
  const right = Object.entries(given).filter(([key]) => !wrong.has(key));
  const options = Object.fromEntries(right) as unknown as CreatePromptsOptions;
  const entries: ParsedEntry[] = [];
  for (const [name, entry] of Object.entries(options.systemPrompts ?? {})) {
    const parsed = parseEntry(name, entry, options.cache);
    if (Array.isArray(parsed)) issues.push(...parsed);
    else entries.push(parsed);
  }
  return { entries, options };
}
