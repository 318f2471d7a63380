import type { Prompt } from '@prompts/core';

/** A piece of a prompt's text. */
export type TextPart = { readonly literal: string } | { readonly variable: string };

type Nested = { [step: string]: string | Nested };

/** Core accepts no text that contains this character. */
const mark = '\0';

/**
 * Splits a prompt into its literal text, with escapes resolved, and its variables, whatever syntax it is written in.
 * @returns The parts in order. Next to `{{user}}`, `{{user.name}}` is literal text.
 */
export function textParts(prompt: Prompt): TextPart[] {
  // A name may have the steps `__proto__` or `constructor`.
  const values: Nested = Object.create(null);
  for (const name of prompt.variables) {
    const steps = name.split('.');
    const last = steps.pop() as string;
    let parent: Nested | string = values;
    for (const step of steps) {
      if (typeof parent === 'string') break;
      parent[step] ??= Object.create(null) as Nested;
      parent = parent[step];
    }
    if (typeof parent !== 'string') parent[last] = mark + name + mark;
  }
  const pieces = prompt.render(values, { missing: 'keep' }).split(mark);
  return pieces.map((piece, index) => (index % 2 === 0 ? { literal: piece } : { variable: piece }));
}
