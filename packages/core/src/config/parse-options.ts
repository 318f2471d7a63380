import * as z from 'zod/mini';
import { cacheLimits } from './cache-limits.ts';
import { checkObject } from './check-object.ts';
import type { CreatePromptsOptions } from './create-prompts-options.ts';
import type { ConfigIssue } from './issues.ts';
import { parseEntry } from './parse-entry.ts';
import type { ParsedEntry } from './parsed-entry.ts';
import { optionsSchema } from './schema.ts';

/**
 * Parses the options of `createPrompts`.
 * @param platformOptions Schemas of the options that only this runtime supports.
 * @param issues Receives every mistake.
 * @returns The valid entries and the valid options.
 */
export function parseOptions(
  given: CreatePromptsOptions,
  platformOptions: z.core.$ZodShape,
  issues: ConfigIssue[],
): { entries: ParsedEntry[]; options: CreatePromptsOptions } {
  const { error } = checkObject(z.extend(optionsSchema, platformOptions), given, '', issues);
  // The steps that follow look for further mistakes, and must not fail because of those already found.
  const options = { ...given };
  for (const { path } of error?.issues ?? []) delete options[path[0] as keyof CreatePromptsOptions];
  const ofAll = { ...options, limits: cacheLimits(options.cache) };
  const parsed = Object.entries(options.systemPrompts ?? {}).map(([name, entry]) =>
    parseEntry(name, entry, ofAll, issues),
  );
  return { entries: parsed.filter((entry) => entry !== undefined), options };
}
