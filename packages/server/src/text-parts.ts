import type { Prompt } from '@prompts/core';

/** A piece of a prompt's text. */
export type TextPart = { readonly literal: string } | { readonly variable: string };

/** Core accepts no text that contains this character. */
const mark = '\0';

/**
 * Splits a prompt into its literal text, with escapes resolved, and its variables, whatever syntax it is written in.
 * @returns The parts in order. A variable whose own properties are read, too (`{{user}}` next to `{{user.name}}`), is literal text.
 */
export function textParts(prompt: Prompt): TextPart[] {
  const values: Record<string, unknown> = {};
  for (const name of prompt.variables) {
    if (prompt.variables.some((other) => other.startsWith(`${name}.`))) continue;
    const steps = name.split('.');
    const last = steps.pop() as string;
    let parent = values;
    for (const step of steps) {
      parent[step] ??= {};
      parent = parent[step] as Record<string, unknown>;
    }
    parent[last] = mark + name + mark;
  }
  const pieces = prompt.render(values, { missing: 'keep' }).split(mark);
  return pieces.map((piece, index) => (index % 2 === 0 ? { literal: piece } : { variable: piece }));
}
