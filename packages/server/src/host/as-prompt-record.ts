import type { Clock, Prompts } from '@prompts/core';
import { followHostTexts } from './follow-host-texts.ts';

/**
 * Returns the prompts as a plain record that always holds the current texts, for hosts that keep a reference to their configuration.
 * @param options `clock`: for tests.
 * @returns The texts, written for a host, by the name in lower case. A name appears once it has a text. Of two names that differ
 * only in case, the first one keeps its place, and the other is logged. The record has no prototype.
 * @example
 * ```ts
 * const server = createRpcAiServer({ systemPrompts: asPromptRecord(prompts) });
 * ```
 */
export function asPromptRecord(
  prompts: Prompts,
  { clock }: { readonly clock?: Clock | undefined } = {},
): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  const owners = new Map<string, string>();
  followHostTexts(
    prompts,
    (name, _, text) => {
      const key = name.toLowerCase();
      const owner = owners.get(key) ?? name;
      if (owner !== name) throw new Error(`its name differs from '${owner}' only in case`);
      owners.set(key, name);
      record[key] = text;
    },
    clock,
  );
  return record;
}
