import type { Platform } from '../platform.ts';
import { check } from './check.ts';
import type { ConfigIssue } from './issues.ts';
import type { CreatePromptsOptions } from './options.ts';
import { parseEntry } from './parse-entry.ts';
import type { ParsedEntry } from './parsed-entry.ts';
import { optionsSchema } from './schema.ts';

/**
 * @param platform Knows the options that mean something to its runtime only.
 * @param issues Takes every mistake found.
 * @returns the entries that are right and the options that are right.
 */
export function parseOptions(
  given: CreatePromptsOptions,
  { optionShape = {} }: Platform,
  issues: ConfigIssue[],
): { entries: ParsedEntry[]; options: CreatePromptsOptions } {
  const { error } = check(optionsSchema.extend(optionShape), given, '', issues);
  // What is behind looks for further mistakes, and must not meet those that are known.
  const options = { ...given };
  for (const { path } of error?.issues ?? []) delete options[path[0] as keyof CreatePromptsOptions];
  const parsed = Object.entries(options.systemPrompts ?? {}).map(([name, entry]) =>
    parseEntry(name, entry, options.cache, issues),
  );
  return { entries: parsed.filter((entry) => entry !== undefined), options };
}
