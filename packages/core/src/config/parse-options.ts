import { type ConfigIssue, issuesOf, withoutMistakes } from './issues.ts';
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
  const parsed = Object.entries(options.systemPrompts ?? {}).map(([name, entry]) =>
    parseEntry(name, entry, options.cache),
  );
  return { entries: withoutMistakes(parsed, issues), options };
}
