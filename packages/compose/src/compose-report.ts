import type { Prompts } from '@prompts/core';
import { partsOf } from './parts/composed-part.ts';

/** What one prompt has to do with others. */
export interface PromptUse {
  /** The prompts whose text is in this one, directly or through others, in the order of their first use. */
  readonly includes: readonly string[];
  /** Those of `includes` that no other one of them brings along. */
  readonly includesDirectly: readonly string[];
  /** The prompts that contain the text of this one, directly or through others, by name: what an edit of it changes. */
  readonly includedBy: readonly string[];
}

/** The prompts that include others or are included, by name. */
export type ComposeReport = Readonly<Record<string, PromptUse>>;

/**
 * Reports which prompts include which, as they are served now. A prompt that was not loaded yet is missing: call
 * `await prompts.refresh()` first if the report must be complete.
 * @example
 * ```ts
 * composeReport(prompts).tone?.includedBy; // ['greeting', 'support']: what an edit of tone changes
 * ```
 */
export function composeReport(prompts: Pick<Prompts, 'list'>): ComposeReport {
  const includes = new Map<string, string[]>();
  const includedBy = new Map<string, string[]>();
  for (const { name, metadata } of prompts.list()) {
    const parts = partsOf(metadata).map((part) => part.name);
    if (parts.length > 0) includes.set(name, parts);
    for (const part of parts) includedBy.set(part, [...(includedBy.get(part) ?? []), name]);
  }
  // A name may be one of Object.prototype.
  const report: Record<string, PromptUse> = Object.create(null);
  for (const name of [...new Set([...includes.keys(), ...includedBy.keys()])].toSorted()) {
    const parts = includes.get(name) ?? [];
    const brought = new Set(parts.flatMap((part) => includes.get(part) ?? []));
    report[name] = {
      includes: parts,
      includesDirectly: parts.filter((part) => !brought.has(part)),
      includedBy: (includedBy.get(name) ?? []).toSorted(),
    };
  }
  return report;
}
