import { type HookEntry, PromptError } from '@prompts/core';
import type { ComposeOptions } from './options.ts';
import { lineOf } from './parse/lines.ts';
import { includesOf, type Node } from './parse/nodes.ts';

/** Checks every include of a text, even in blocks that are not used. @throws `FORBIDDEN` naming the first that is not allowed. */
export function checkPermissions(
  nodes: readonly Node[],
  text: string,
  entry: HookEntry,
  mayInclude: NonNullable<ComposeOptions['mayInclude']>,
): void {
  const allowed = new Set<string>();
  for (const { name, tag, start } of includesOf(nodes)) {
    if (allowed.has(name)) continue;
    const refusal = refusalOf(() => mayInclude(entry, name));
    if (refusal !== undefined)
      throw new PromptError(
        'FORBIDDEN',
        `line ${lineOf(text, start)}: ${tag}: '${entry.name}' may not include '${name}'${refusal}`,
      );
    allowed.add(name);
  }
}

/** Returns what an error says about a refusal besides the names; undefined if there is none. */
function refusalOf(isAllowed: () => unknown): string | undefined {
  try {
    const result = isAllowed();
    if (result === true) return undefined;
    if (result === false) return '';
    // A promise that rejects must not end the process.
    if (result instanceof Promise) result.catch(() => {});
    return ': mayInclude returned something else than true or false';
  } catch (error) {
    return `: mayInclude failed${error instanceof Error ? `: ${error.message}` : ''}`;
  }
}
