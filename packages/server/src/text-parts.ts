import type { Prompt } from '@prompts/core';
import { placeholders } from '@prompts/core/placeholders';

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
  const pieces = renderMarks(prompt, values).split(mark);
  return pieces.map((piece, index) => (index % 2 === 0 ? { literal: piece } : { variable: piece }));
}

function renderMarks(prompt: Prompt, values: Nested): string {
  try {
    return prompt.render(values, { missing: 'keep' });
  } catch {
    // The entry's schema for variables accepts no marks.
    return replacePlaceholders(prompt);
  }
}

/** Does what `render` would do, in the syntax in which the text has the variables of the prompt. */
function replacePlaceholders({ content, variables }: Prompt): string {
  const pattern = [placeholders.mustache, placeholders.brace].find((each) => {
    const names = Array.from(content.matchAll(each), ([, name]) => name).filter((name) => name !== undefined);
    return [...new Set(names)].join() === variables.join();
  });
  if (!pattern) return content;
  return content.replace(pattern, (written, name?: string) =>
    name === undefined ? written.slice(1) : mark + name + mark,
  );
}
