import { placeholders } from '@prompts/core/placeholders';

/**
 * Escapes all variables except the named ones, so that they are rendered as text: `{{other}}` becomes `\{{other}}`.
 * @param names The names of the variables, such as `customer` or `user.name`. Undefined: every name is a variable.
 * @returns The markdown, unchanged if `names` is undefined.
 */
export function escapeOtherVariables(markdown: string, names: readonly string[] | undefined): string {
  if (names === undefined) return markdown;
  const known = new Set(names);
  return markdown.replace(placeholders.mustache, (match, name: string | undefined) =>
    name === undefined || known.has(name) ? match : `\\${match}`,
  );
}
