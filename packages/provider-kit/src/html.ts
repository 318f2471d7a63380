/**
 * Converts HTML to GitHub-flavored markdown, with fenced code blocks and tables. Imports its libraries at the first call.
 * @returns The markdown, without a final newline.
 */
export async function htmlToMarkdown(html: string): Promise<string> {
  const [{ unified }, { default: parse }, { default: toMarkdown }, { default: gfm }, { default: stringify }] =
    await Promise.all([
      import('unified'),
      import('rehype-parse'),
      import('rehype-remark'),
      import('remark-gfm'),
      import('remark-stringify'),
    ]);
  const markdown = await unified().use(parse, { fragment: true }).use(toMarkdown).use(gfm).use(stringify).process(html);
  return unescapeForReaders(String(markdown).trimEnd());
}

const codeSpan = /(?<!`)(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/;
const variable = /\\?\{\\?\{[^{}\n]{1,200}\}\}/;
const escapedCharacter = /\\./;
const characterReference = /&#x(?<hex>[0-9A-F]+);/;
const piecePattern = new RegExp(
  [codeSpan, variable, escapedCharacter, characterReference].map(({ source }) => source).join('|'),
  'g',
);

/**
 * Removes what only a markdown parser needs: escapes within `{{…}}`, which would change the variable's name, and character
 * references beside emphasis, as in `**…**&#xC744;`. Code and all other escapes are kept.
 */
function unescapeForReaders(markdown: string): string {
  return markdown.replace(piecePattern, (piece, ...rest) => {
    const { hex } = rest.at(-1) as { readonly hex?: string };
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return piece.endsWith('}}') && !piece.startsWith('`') ? piece.replace(/\\([\\_*{}[\]])/g, '$1') : piece;
  });
}
