/** Removes invisible differences between Drive's markdown and ours: bullets, indentation, empty lines, the widths of tables. */
export function normalise(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^[*-] /, '- ')
        .replace(/:?-{2,}:?(?= *\|)/g, '-')
        .replace(/ {2,}/g, ' '),
    )
    .filter((line) => line !== '')
    .join('\n');
}
