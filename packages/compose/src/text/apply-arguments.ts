import type { TemplateSyntax } from '@prompts/core';
import { placeholders } from '@prompts/core/placeholders';
import type { Argument } from '../parse/read-tags.ts';

/** An included text after its arguments were applied. */
interface Applied {
  /** The text, with each replaced variable as a piece of its own. */
  readonly pieces: readonly string[];
  /** The first variable with an argument that the text does not have. */
  readonly unused: string | undefined;
}

/** Replaces variables of an included text: by literal texts, which are never read as a template, or by other variables. */
export function applyArguments(text: string, given: readonly Argument[], syntax: TemplateSyntax): Applied {
  if (given.length === 0) return { pieces: [text], unused: undefined };
  const byVariable = new Map(given.map((argument) => [argument.variable, argument]));
  const unused = new Set(byVariable.keys());
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: written, 1: name, index } of text.matchAll(placeholders[syntax])) {
    const argument = name === undefined ? undefined : byVariable.get(name);
    if (!argument) continue;
    unused.delete(argument.variable);
    pieces.push(text.slice(from, index), toPiece(argument, syntax));
    from = index + written.length;
  }
  pieces.push(text.slice(from));
  const [missing] = unused;
  return { pieces, unused: missing };
}

function toPiece({ literal, rename = '' }: Argument, syntax: TemplateSyntax): string {
  if (literal === undefined) return syntax === 'brace' ? `{${rename}}` : `{{${rename}}}`;
  const opening = syntax === 'brace' ? '{' : '{{';
  return literal.replaceAll(opening, `\\${opening}`);
}

/** Whether a name can be written as a variable. */
export function isVariable(name: string, syntax: TemplateSyntax): boolean {
  const written = toPiece({ variable: name, rename: name }, syntax);
  const [match] = written.matchAll(placeholders[syntax]);
  return match?.[1] === name;
}
