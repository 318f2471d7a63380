import { PromptError, type TemplateSyntax } from '@prompts/core';
import { placeholders } from '@prompts/core/placeholders';

/**
 * Joins texts so that each keeps its meaning: where two of them meet, neither a variable nor an escape arises. What would
 * become one is escaped.
 * @throws `CONTENT_INVALID` if a text that ends with a backslash meets a variable: that can't be written.
 */
export function joinTexts(texts: readonly string[], syntax: TemplateSyntax): string {
  const joined = texts.join('');
  const ends = endsOf(texts);
  const kept: string[] = [];
  let from = 0;
  let next = 0;
  for (const { 0: written, 1: name, index } of joined.matchAll(placeholders[syntax])) {
    while ((ends[next] ?? Infinity) <= index) next += 1;
    const meeting = ends[next] ?? Infinity;
    if (meeting >= index + written.length) continue;
    if (name === undefined) throwIfVariable(joined, meeting, index + written.length, syntax);
    kept.push(joined.slice(from, index), '\\');
    from = index;
  }
  return kept.length > 0 ? kept.join('') + joined.slice(from) : joined;
}

function endsOf(texts: readonly string[]): number[] {
  let end = 0;
  return texts.map(({ length }) => {
    end += length;
    return end;
  });
}

function throwIfVariable(joined: string, from: number, until: number, syntax: TemplateSyntax): void {
  const { source, flags } = placeholders[syntax];
  const placeholder = new RegExp(source, flags.replace('g', 'y'));
  for (let index = from; index < until; index += 1) {
    placeholder.lastIndex = index;
    const [written, name] = placeholder.exec(joined) ?? [];
    if (name === undefined) continue;
    throw new PromptError(
      'CONTENT_INVALID',
      `a text that ends with a backslash meets the variable '${written}', which the backslash would turn into text: put a space between them`,
    );
  }
}
