import { placeholders } from '@prompts/core/placeholders';

/**
 * Escapes all variables except those that the config names, so that they are text: `{{other}}` becomes `\{{other}}`.
 * @param names The names as in the text, such as `customer` or `user.name`. Undefined: every name is a variable.
 */
export function escapeOtherVariables(markdown: string, names: readonly string[] | undefined): string {
  if (names === undefined) return markdown;
  const known = new Set(names);
  return markdown.replace(placeholders.mustache, (match, name: string | undefined) =>
    name === undefined || known.has(name) ? match : `\\${match}`,
  );
}
