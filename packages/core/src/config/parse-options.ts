import { type ConfigIssue, issuesOf } from './issues.ts';
import type { CreatePromptsOptions } from './options.ts';
import { parseEntry } from './parse-entry.ts';
import type { ParsedEntry } from './parsed-entry.ts';
import { optionsSchema } from './schema.ts';

/** @returns the entries that are right, the options that are right, and every mistake found. */
export function parseOptions(given: CreatePromptsOptions): {
  entries: ParsedEntry[];
  options: CreatePromptsOptions;
  issues: ConfigIssue[];
} {
  const result = optionsSchema.safeParse(given);
  const issues = result.success ? [] : issuesOf(result.error, '', Object.keys(optionsSchema.shape));
  // What is behind looks for further mistakes, and must not meet those that are known.
  const wrong = new Set(result.error?.issues.map(({ path }) => path[0]));
  const isRight = ([key]: [string, unknown]) => !wrong.has(key);
  const options = Object.fromEntries(Object.entries(given).filter(isRight)) as unknown as CreatePromptsOptions;
  const entries: ParsedEntry[] = [];
  for (const [name, entry] of Object.entries(options.systemPrompts ?? {})) {
    const parsed = parseEntry(name, entry, options.cache);
    if (Array.isArray(parsed)) issues.push(...parsed);
    else entries.push(parsed);
  }
  return { entries, options, issues };
}
